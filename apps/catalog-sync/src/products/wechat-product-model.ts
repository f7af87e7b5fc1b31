import { Faults, type Execution, type ExecutionContext, type Executor } from '@tongbu/sync-engine';
import type { DesiredProduct, DraftState, ObservedProduct, Offers, ProductState, Shelf } from './product';
import type { ProductCommand, ProductFact } from './product.commands';

interface ModelProduct {
  draft: { state: DraftState; submission: number; content: string; pictures: string[]; offers: Offers };
  online: { content: string; pictures: string[]; offers: Offers } | null;
  shelf: Shelf;
  skuIds: string[];
}

/** The category of this model that needs an approval. */
export const WINE = 13_000_501;

type Outcome = Execution<ProductFact>;
const stale = (proof: ProductFact): Outcome => ({ kind: 'stale', fact: proof, problems: [] });

/**
 * One product at WeChat, after the documented state machines, with the faults of a network and of a killed process.
 * A model for property tests; it shares no code with the simulator.
 */
export class WechatProductModel implements Executor<
  DesiredProduct,
  ObservedProduct,
  ProductCommand,
  ProductFact
> {
  product: ModelProduct | null = null;
  deleted = false;
  readonly faults;
  /** Every `add` WeChat received, and how many of them met a product that was there already. */
  adds = 0;
  addsRepeated = 0;
  submissions: number[] = [];
  /** Counts what the merchant has put under its picture addresses; each is exchanged for another link. */
  paint = 0;

  /** Whether {@link WINE} is approved. */
  wineIsApproved = false;
  /** Whether our lists tell that wine needs an approval; otherwise the refusal of a product does. */
  listsAreCurrent = true;

  constructor(private readonly now: () => Date) {
    this.faults = new Faults(now);
  }

  async execute(command: ProductCommand, state: ProductState, _: ExecutionContext): Promise<Outcome> {
    return this.faults.run(() => this.apply(command, state));
  }

  /** WeChat decides the review. Answers the submission it was about, or undefined when there is none. */
  decide(approve: boolean): number | undefined {
    const { product } = this;
    if (product?.draft.state !== 'in-review') return undefined;
    product.draft.state = approve ? 'approved' : 'rejected';
    if (approve) {
      const { content, pictures, offers } = product.draft;
      product.online = { content, pictures, offers };
      product.skuIds = Object.keys(product.draft.offers);
      if (product.shelf === 'unlisted' || product.shelf === 'taken-down') product.shelf = 'listed';
    }
    return product.draft.submission;
  }

  takeDown(): void {
    if (this.product?.shelf === 'listed') this.product.shelf = 'taken-down';
  }

  private apply(command: ProductCommand, state: ProductState): Outcome {
    const { product } = this;
    switch (command.name) {
      case 'check-references':
        return fact(this.references(state, this.listsAreCurrent));
      case 'exchange-pictures':
        return fact({
          kind: 'pictures-exchanged',
          pictures: Object.fromEntries(command.urls.map((url) => [url, `${url}#${this.paint}`])),
        });
      case 'add':
        this.adds += 1;
        if (product !== null) this.addsRepeated += 1;
        if (product === null && !this.deleted && !this.mayBeSold(state))
          return stale(this.references(state, true));
        if (product !== null || this.deleted) return stale({ kind: 'id-taken' });
        this.product = { draft: this.draft(command, state), online: null, shelf: 'unlisted', skuIds: [] };
        return this.submitted(command);
      case 'read':
        return fact({ kind: 'read', product: product && this.read(product) });
      default:
        return product === null ? stale({ kind: 'not-found' }) : this.change(product, command, state);
    }
  }

  private change(
    product: ModelProduct,
    command: Exclude<ProductCommand, { name: 'add' | 'read' | 'check-references' | 'exchange-pictures' }>,
    state: ProductState,
  ): Outcome {
    switch (command.name) {
      case 'update':
        if (product.draft.state === 'in-review') return stale({ kind: 'out-of-date' });
        if (!this.mayBeSold(state)) return stale(this.references(state, true));
        product.draft = this.draft(command, state);
        return this.submitted(command);
      case 'update-offers': {
        const { online, draft } = product;
        if (online === null || Object.keys(command.offers).some((skuId) => !product.skuIds.includes(skuId))) {
          return stale({ kind: 'out-of-date' });
        }
        online.offers = { ...online.offers, ...command.offers };
        const shared = Object.entries(command.offers).filter(([skuId]) => skuId in draft.offers);
        draft.offers = { ...draft.offers, ...Object.fromEntries(shared) };
        return fact({ kind: 'offers-updated', offers: command.offers });
      }
      case 'withdraw-review':
        if (product.draft.state !== 'in-review') return stale({ kind: 'out-of-date' });
        product.draft.state = 'editing';
        return fact({ kind: 'review-withdrawn' });
      case 'list':
        if (product.online === null || product.shelf !== 'delisted') return stale({ kind: 'out-of-date' });
        product.shelf = 'listed';
        return fact({ kind: 'listed' });
      case 'delist':
        if (product.shelf === 'taken-down') return stale({ kind: 'out-of-date' });
        product.shelf = 'delisted';
        return fact({ kind: 'delisted' });
      case 'delete':
        this.product = null;
        this.deleted = true;
        return fact({ kind: 'deleted' });
    }
  }

  private mayBeSold({ desired }: ProductState): boolean {
    return !needsApproval(desired) || this.wineIsApproved;
  }

  /** What a look into the lists tells; `current` ones know what needs an approval. */
  private references(state: ProductState, current: boolean): ProductFact {
    const { categoryId, brandId } = state.desired.content;
    const references = {
      categoryId,
      brandId,
      category: current && !this.mayBeSold(state) ? ('needs-approval' as const) : ('usable' as const),
      brand: 'usable' as const,
      checkedAt: this.now().toISOString(),
      generation: state.generation,
    };
    return { kind: 'references-checked', references };
  }

  private draft(
    command: Extract<ProductCommand, { name: 'add' | 'update' }>,
    { desired, observed }: ProductState,
  ): ModelProduct['draft'] {
    const { submission } = command;
    this.submissions.push(submission.number);
    return {
      state: 'in-review',
      submission: submission.number,
      content: desired.content.title,
      pictures: desired.content.images.map((url) => observed?.pictures[url] ?? url),
      offers: submission.offers,
    };
  }

  private submitted(command: Extract<ProductCommand, { name: 'add' | 'update' }>): Outcome {
    const { offers: _, ...submission } = command.submission;
    return fact({
      kind: 'submitted',
      submission: { ...submission, at: this.now().toISOString() },
      wechatId: '13264902171649372161',
      wechatSkuIds: {},
    });
  }

  private read({ draft, shelf }: ModelProduct) {
    return {
      wechatId: '13264902171649372161',
      wechatSkuIds: {},
      shelf,
      draft: draft.state,
      submission: draft.submission,
      reason: draft.state === 'rejected' ? 'not acceptable' : '',
      offers: draft.offers,
    };
  }
}

function needsApproval({ content }: DesiredProduct): boolean {
  return content.categoryId === WINE;
}

function fact(value: ProductFact): Outcome {
  return { kind: 'fact', fact: value };
}
