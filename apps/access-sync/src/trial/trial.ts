import type { PaymentParameters, Problem } from '@tongbu/contracts';
import type { PlanState } from '@tongbu/sync-engine';

export const TRIAL = 'trial';

/** What a trial run is made with. Asking again with the same openid goes on where it stopped. */
export interface DesiredTrial {
  /** Names the run, and what it makes at WeChat: ids cannot be used twice. */
  readonly run: string;
  /** Of the person who pays the one fen. */
  readonly openId: string;
  /** Of `wx.checkBeforeAddOrder` for this person, where there is one. */
  readonly traceId: string | null;
  /** Level 3, without a need for qualification, or one that is approved. */
  readonly categoryId: number;
  readonly image: string;
}

/** Whether a trial may run at all. */
export type TrialAccess = 'trying' | 'closed' | 'open-already' | 'first-generation';
export type TrialProduct = 'none' | 'in-review' | 'approved' | 'rejected';
export type TrialOrder = 'none' | 'unpaid' | 'paid' | 'shipped' | 'over';
export type TrialAftersale = 'none' | 'requested' | 'accepted' | 'refunded' | 'over';

export interface ObservedTrial {
  readonly run: string;
  readonly access: TrialAccess | null;
  /** The row's content generation when access was last looked at. */
  readonly lookedGeneration: number;
  readonly picture: string | null;
  readonly product: TrialProduct;
  readonly rejectReason: string;
  readonly order: TrialOrder;
  /** What opens the cashier, for the person who pays; asked for anew while the order is unpaid. */
  readonly payment: { readonly parameters: PaymentParameters; readonly at: string } | null;
  readonly aftersale: TrialAftersale;
  readonly removed: boolean;
  /** ISO time since when the present step waits, and when it was last read. */
  readonly since: string | null;
  readonly readAt: string | null;
}

export const nothingTried = (run: string): ObservedTrial => ({
  run,
  access: null,
  lookedGeneration: 0,
  picture: null,
  product: 'none',
  rejectReason: '',
  order: 'none',
  payment: null,
  aftersale: 'none',
  removed: false,
  since: null,
  readAt: null,
});

export type TrialState = PlanState<DesiredTrial, ObservedTrial>;

/** What a run is known by at WeChat. */
export const trialIds = (run: string) => ({
  productId: `TRIAL-P-${run}`,
  orderId: `TRIAL-O-${run}`,
  aftersaleId: `TRIAL-A-${run}`,
});

export const TRIAL_STEPS = [
  'picture',
  'product',
  'review',
  'order',
  'payment',
  'shipment',
  'after-sale',
  'refund',
  'removal',
] as const;
export type TrialStep = (typeof TRIAL_STEPS)[number];

/** The step that comes next; null: everything is done. */
export function nextStep({ picture, product, order, aftersale, removed }: ObservedTrial): TrialStep | null {
  if (removed) return null;
  if (picture === null) return 'picture';
  if (product === 'none') return 'product';
  if (product !== 'approved') return 'review';
  if (order === 'none') return 'order';
  if (order === 'unpaid') return 'payment';
  if (order === 'paid') return 'shipment';
  if (aftersale === 'none' && order !== 'over') return 'after-sale';
  if (aftersale === 'requested') return 'refund';
  return 'removal';
}

const problem = (code: string, message: string, messageZh: string, fix: string, fixZh: string): Problem => ({
  code,
  message,
  messageZh,
  fix,
  fixZh,
});

export const ACCESS_PROBLEMS: Readonly<Record<Exclude<TrialAccess, 'trying'>, Problem>> = {
  closed: problem(
    'trial-component-closed',
    'The component is not open for the mini program, so there is nothing to try.',
    '交易组件尚未开通，无法进行联调。',
    'Apply first: npm run access -- apply.',
    '请先申请开通：npm run access -- apply。',
  ),
  'open-already': problem(
    'trial-account-open',
    'Every task of the mini program is done or a scene is open. Nothing is tried on an account that sells.',
    '该小程序已完成接入或场景已开通，不会在可售卖的账号上进行联调。',
    'Nothing to do.',
    '无需处理。',
  ),
  'first-generation': problem(
    'trial-first-generation',
    'In the first generation the merchant collects with a number of his own, so the trial cannot pay an order.',
    '第一代组件由商户自行收款，联调无法代为支付。',
    'Place and pay an order in the mini program by hand.',
    '请在小程序内手动下单并支付。',
  ),
};

export function productRejected(reason: string): Problem {
  return problem(
    'trial-product-rejected',
    `WeChat rejected the product of the trial: ${reason}`,
    `联调商品审核未通过：${reason}`,
    'Run the trial again with another --category or --image; it begins anew with another product.',
    '请更换 --category 或 --image 后重新运行，将以新商品重新开始。',
  );
}
