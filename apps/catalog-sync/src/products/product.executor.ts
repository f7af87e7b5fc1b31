import { NO_BRAND } from '@tongbu/contracts';
import { assertUnreachable, type Clock } from '@tongbu/platform';
import {
  outcomeOf,
  type CallOutcome,
  type Execution,
  type ExecutionContext,
  type Executor,
} from '@tongbu/sync-engine';
import type {
  CatalogChannel,
  ChannelCall,
  ChannelResult,
  SubmittedProduct,
} from '../channel/catalog-channel';
import type { PictureExchange } from '../pictures/picture-exchange';
import type { ReferenceLists } from '../references/reference-lists';
import {
  nothingObserved,
  picturesOf,
  type DesiredProduct,
  type ObservedProduct,
  type ProductState,
  type References,
} from './product';
import type { ProductCommand, ProductFact, SubmissionDraft } from './product.commands';
import { PRODUCT_ERRORS, productErrors } from './product.errors';
import { pictureRefused } from './product.problems';

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
    private readonly references: ReferenceLists,
    private readonly clock: Clock,
  ) {}

  async execute(
    command: ProductCommand,
    state: ProductState,
    { notAfter }: ExecutionContext,
  ): Promise<Outcome> {
    const call: ChannelCall = { appId: state.appId, lane: command.lane, notAfter };
    const id = state.entityId;
    switch (command.name) {
      case 'read':
        return this.outcome(command, await this.channel.read(call, id), (product) => ({
          kind: 'read',
          product,
        }));
      case 'exchange-pictures':
        return this.exchangePictures(call, command);
      case 'check-references':
        return this.checkReferences(call, command);
      case 'add':
      case 'update': {
        const listing = this.listing(state, command.submission);
        const result = await (command.name === 'add'
          ? this.channel.add(call, listing)
          : this.channel.update(call, listing));
        const outcome = this.outcome(command, result, (product) =>
          this.submitted(command.submission, product),
        );
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

  private listing({ entityId, desired, observed }: ProductState, { number }: SubmissionDraft) {
    const { pictures } = observed ?? nothingObserved;
    const exchanged = (url: string) => pictures[url] ?? url;
    const { content } = desired;
    return {
      productId: entityId,
      submission: number,
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
    { number, contentHash, merchantVersion }: SubmissionDraft,
    product: SubmittedProduct,
  ): ProductFact {
    const at = this.clock.now().toISOString();
    return { kind: 'submitted', submission: { number, contentHash, merchantVersion, at }, ...product };
  }

  private async exchangePictures(
    call: ChannelCall,
    command: Extract<ProductCommand, { name: 'exchange-pictures' }>,
  ): Promise<Outcome> {
    const { pictures, failures } = await this.pictures.exchange(call, command.urls);
    const note = { exchanged: Object.keys(pictures).length, failed: failures.length };
    const outcomes = failures.map(({ url, error }) => ({
      url,
      outcome: outcomeOf(error, this.clock.now(), productErrors),
    }));
    const refused = outcomes.flatMap(({ url, outcome }) =>
      outcome.kind === 'refused' ? outcome.problems.map((problem) => pictureRefused(url, problem)) : [],
    );
    if (refused.length > 0) return { kind: 'refused', problems: refused, note };
    const [open] = outcomes;
    if (open !== undefined) return { ...this.failure(open.outcome, command), note };
    return { kind: 'fact', fact: { kind: 'pictures-exchanged', pictures }, note };
  }

  private async checkReferences(
    call: ChannelCall,
    command: Extract<ProductCommand, { name: 'check-references' }>,
  ): Promise<Outcome> {
    const { categoryId, brandId } = command;
    const categories = await this.references.categories(call);
    if (!categories.ok) return this.failed(command, categories);
    const approvedCategories = await this.references.approvedCategories(call);
    if (!approvedCategories.ok) return this.failed(command, approvedCategories);
    const brands = await this.references.approvedBrands(call);
    if (!brands.ok) return this.failed(command, brands);

    const found = categories.value.find(({ id }) => id === categoryId);
    const references: References = {
      categoryId,
      brandId,
      category:
        found === undefined
          ? 'unknown'
          : found.qualification === 'required' && !approvedCategories.value.includes(categoryId)
            ? 'needs-approval'
            : found.productQualification === 'required'
              ? 'needs-product-pictures'
              : 'usable',
      brand: brandId === NO_BRAND || brands.value.includes(brandId) ? 'usable' : 'needs-approval',
      checkedAt: this.clock.now().toISOString(),
    };
    return { kind: 'fact', fact: { kind: 'references-checked', references } };
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
