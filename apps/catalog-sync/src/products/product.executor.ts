import { exchangeAll, type PictureExchange } from '@tongbu/pictures';
import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  type CallOutcome,
  type ChannelCall,
  type ChannelResult,
  type Execution,
  type ExecutionContext,
  type Executor,
  outcomeOf,
} from '@tongbu/sync-engine';
import type { CatalogChannel, SubmittedProduct } from '../channel/catalog-channel';
import {
  nothingObserved,
  picturesOf,
  type DesiredProduct,
  type ObservedProduct,
  type ProductState,
} from './product';
import type { ProductCommand, ProductFact, SubmissionDraft } from './product.commands';
import { PRODUCT_ERRORS, productErrors } from './product.errors';
import type { ProductReferences } from './product.references';

type Outcome = Execution<ProductFact>;

/** Runs a product's commands at the channel. */
export class ProductExecutor implements Executor<
  DesiredProduct,
  ObservedProduct,
  ProductCommand,
  ProductFact
> {
  constructor(
    private readonly channel: CatalogChannel,
    private readonly pictures: PictureExchange,
    private readonly references: ProductReferences,
    private readonly clock: Clock,
  ) {}

  async execute(command: ProductCommand, state: ProductState, context: ExecutionContext): Promise<Outcome> {
    const call: ChannelCall = { appId: state.appId, lane: command.lane, ...context };
    const id = state.entityId;
    switch (command.name) {
      case 'read':
        return this.outcome(command, await this.channel.read(call, id), (product) => ({
          kind: 'read',
          product,
        }));
      case 'exchange-pictures':
        return exchangeAll(this.pictures, call, command.urls, state.desired.content, (error) =>
          outcomeOf(error, this.clock.now(), productErrors),
        );
      case 'check-references':
        return this.checkReferences(call, command, state);
      case 'add':
      case 'update': {
        const listing = this.listing(state, command.submission);
        const result = await (command.name === 'add'
          ? this.channel.add(call, listing)
          : this.channel.update(call, listing));
        const outcome = result.ok
          ? this.outcome(command, result, (product) => this.submitted(command.submission, product))
          : await this.explained(call, command, state, result);
        if (outcome.kind === 'stale' && outcome.fact.kind === 'pictures-lost') {
          await this.pictures.forget(state.appId, picturesOf(state.desired));
        }
        return outcome;
      }
      case 'update-offers':
        return this.outcome(command, await this.channel.updateOffers(call, id, command.offers), () => ({
          kind: 'offers-updated',
          offers: command.offers,
        }));
      case 'withdraw-review':
        return this.outcome(command, await this.channel.withdrawReview(call, id), () => ({
          kind: 'review-withdrawn',
        }));
      case 'list':
        return this.outcome(command, await this.channel.list(call, id), () => ({ kind: 'listed' }));
      case 'delist':
        return this.outcome(command, await this.channel.delist(call, id), () => ({ kind: 'delisted' }));
      case 'delete':
        return this.outcome(command, await this.channel.delete(call, id), () => ({ kind: 'deleted' }));
      default:
        return assertUnreachable(command);
    }
  }

  private outcome<T>(
    command: ProductCommand,
    result: ChannelResult<T>,
    factOf: (value: T) => ProductFact,
  ): Outcome {
    if (!result.ok) return this.failed(command, result);
    return { kind: 'fact', fact: factOf(result.value), note: result.note };
  }

  private failed(
    command: ProductCommand,
    { error, note }: Extract<ChannelResult<unknown>, { ok: false }>,
  ): Outcome {
    return { ...this.failure(outcomeOf(error, this.clock.now(), productErrors), command), note };
  }

  /** Gives an answer that contradicts what we knew the fact it proves. */
  private failure(outcome: CallOutcome, command: ProductCommand): Outcome {
    if (outcome.kind !== 'contradicted') return outcome;
    return { kind: 'stale', fact: provenFact(outcome.code, command), problems: outcome.problems };
  }

  private listing({ entityId, desired, observed }: ProductState, { number, scenes }: SubmissionDraft) {
    const { pictures } = observed ?? nothingObserved;
    const exchanged = (url: string) => pictures[url] ?? url;
    const { content } = desired;
    return {
      productId: entityId,
      submission: number,
      scenes,
      content: {
        ...content,
        images: content.images.map(exchanged),
        qualificationImages: content.qualificationImages.map(exchanged),
        description: { ...content.description, images: content.description.images.map(exchanged) },
        skus: content.skus.map((sku) => ({ ...sku, image: exchanged(sku.image ?? content.images[0] ?? '') })),
      },
    };
  }

  private submitted(
    { number, contentHash, merchantVersion, scenes }: SubmissionDraft,
    product: SubmittedProduct,
  ): ProductFact {
    const at = this.clock.now().toISOString();
    const carried = scenes === undefined ? {} : { scenes };
    const submission = { number, contentHash, merchantVersion, ...carried, at };
    return { kind: 'submitted', submission, ...product };
  }

  private async checkReferences(
    call: ChannelCall,
    command: ProductCommand,
    state: ProductState,
  ): Promise<Outcome> {
    return this.outcome(command, await this.references.check(call, state), (references) => ({
      kind: 'references-checked',
      references,
    }));
  }

  /** Says what a refusal for category or brand was about, with lists that are up to date. */
  private async explained(
    call: ChannelCall,
    command: ProductCommand,
    state: ProductState,
    refusal: Extract<ChannelResult<unknown>, { ok: false }>,
  ): Promise<Outcome> {
    const refused = this.failed(command, refusal);
    const checked = await this.references.afterRefusal(call, state, refusal.error);
    if (refused.kind !== 'refused' || checked === undefined) return refused;
    // The product was not taken; what could not be looked up is looked up when it is sent again.
    if (!checked.ok) {
      const unread = this.failed(command, checked);
      return unread.kind === 'unknown' ? { ...unread, kind: 'failed' } : unread;
    }
    const fact: ProductFact = { kind: 'references-checked', references: checked.value };
    return { kind: 'stale', fact, problems: refused.problems, note: refusal.note };
  }
}

/** What an answer proves that contradicts what we knew. */
function provenFact(code: number, command: ProductCommand): ProductFact {
  switch (code) {
    case PRODUCT_ERRORS.unknown:
      return { kind: 'not-found' };
    case PRODUCT_ERRORS.exists:
    case PRODUCT_ERRORS.notSubmitted:
      return command.name === 'add' ? { kind: 'id-taken' } : { kind: 'out-of-date' };
    case PRODUCT_ERRORS.pictureNotExchanged:
      return { kind: 'pictures-lost' };
    default:
      return { kind: 'out-of-date' };
  }
}
