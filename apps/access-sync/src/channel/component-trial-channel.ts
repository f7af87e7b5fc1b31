import type { PaymentParameters } from '@tongbu/contracts';
import {
  isRefusedWith,
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
} from '@tongbu/sync-engine';
import {
  acceptRefund,
  addAftersale,
  addOrder,
  addProduct,
  deleteProduct,
  getAftersale,
  getOrder,
  getPaymentParameters,
  getProduct,
  listCarriers,
  NO_BRAND_ID,
  sendParcels,
  uploadImage,
  type AftersaleState,
  type OrderStatus,
  type ReviewState,
} from '@tongbu/wechat';
import {
  trialIds,
  type DesiredTrial,
  type TrialAftersale,
  type TrialOrder,
  type TrialProduct,
} from '../trial/trial';
import { TrialChannel } from './trial-channel';

const ONE_FEN = 1;
const SKU = 'S';
const TITLE = '交易组件接入联调商品 请勿购买';
/** WeChat documentation: no such product, order, after-sale. */
const UNKNOWN = { product: 1000011, order: 1010011, aftersale: 2747007 } as const;
const ADDRESS = {
  receiverName: '接入联调',
  detailedAddress: '联调订单无需配送',
  phone: '13000000000',
  province: '广东省',
  city: '深圳市',
  town: '南山区',
};

/** A trial run at the custom transaction component. */
export class ComponentTrialChannel extends TrialChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override picture(call: ChannelCall, url: string): Promise<ChannelResult<string>> {
    return this.calls.call(uploadImage, { source: { kind: 'url', url } }, call, (answer) => answer.url ?? '');
  }

  override addProduct(
    call: ChannelCall,
    { run, categoryId }: DesiredTrial,
    picture: string,
  ): Promise<ChannelResult<void>> {
    const { productId } = trialIds(run);
    const request = {
      productId,
      title: TITLE,
      path: `pages/index/index?trial=${productId}`,
      headImages: [picture],
      categoryId,
      brandId: NO_BRAND_ID,
      sceneGroups: [],
      skus: [
        {
          skuId: SKU,
          thumbnail: picture,
          salePriceFen: ONE_FEN,
          marketPriceFen: ONE_FEN,
          stock: 1,
          attributes: [],
        },
      ],
    };
    return this.calls.call(addProduct, request, call, nothing);
  }

  override async product(call: ChannelCall, { run }: DesiredTrial) {
    const request = { product: { productId: trialIds(run).productId }, version: 'draft' as const };
    const result = await this.calls.call(getProduct, request, call, ({ review, audit }) => ({
      state: productStateOf(review),
      reason: audit?.rejectReason ?? '',
    }));
    return isRefusedWith(result, UNKNOWN.product)
      ? { ok: true as const, value: { state: 'none' as const, reason: '' }, note: result.note }
      : result;
  }

  override addOrder(
    call: ChannelCall,
    trial: DesiredTrial,
    picture: string,
    expiresAt: Date,
  ): Promise<ChannelResult<void>> {
    const { productId, orderId } = trialIds(trial.run);
    const request = {
      ...orderRefOf(trial),
      path: `pages/index/index?order=${orderId}`,
      price: { orderPriceFen: ONE_FEN, freightFen: 0 },
      shipping: 'express' as const,
      lines: [
        {
          productId,
          skuId: SKU,
          quantity: 1,
          salePriceFen: ONE_FEN,
          lineTotalFen: ONE_FEN,
          title: TITLE,
          image: picture,
          path: `pages/index/index?trial=${productId}`,
        },
      ],
      fundType: 'sub-merchant' as const,
      address: ADDRESS,
      expiresAt,
      ...(trial.traceId === null ? {} : { traceId: trial.traceId }),
    };
    return this.calls.call(addOrder, request, call, nothing);
  }

  override paymentParameters(
    call: ChannelCall,
    trial: DesiredTrial,
  ): Promise<ChannelResult<PaymentParameters>> {
    return this.calls.call(getPaymentParameters, orderRefOf(trial), call, (answer) => ({
      timeStamp: answer.timestamp,
      nonceStr: answer.nonce,
      package: answer.package,
      paySign: answer.signature,
      signType: answer.signType,
    }));
  }

  override async order(call: ChannelCall, trial: DesiredTrial): Promise<ChannelResult<TrialOrder>> {
    const result = await this.calls.call(getOrder, orderRefOf(trial), call, ({ status }) =>
      orderStateOf(status),
    );
    return isRefusedWith(result, UNKNOWN.order) ? { ok: true, value: 'none', note: result.note } : result;
  }

  override async ship(call: ChannelCall, trial: DesiredTrial, at: Date): Promise<ChannelResult<void>> {
    const carriers = await this.calls.call(listCarriers, undefined, call, (list) => list[0]?.id ?? '');
    if (!carriers.ok) return carriers;
    const { productId, orderId } = trialIds(trial.run);
    const lines = [{ productId, skuId: SKU, quantity: 1 }];
    const parcels = [{ carrierId: carriers.value, waybillId: orderId, lines }];
    return this.calls.call(
      sendParcels,
      { order: orderRefOf(trial), finished: true, parcels, doneAt: at },
      call,
      nothing,
    );
  }

  override openAftersale(call: ChannelCall, trial: DesiredTrial): Promise<ChannelResult<void>> {
    const { productId, aftersaleId } = trialIds(trial.run);
    const request = {
      order: orderRefOf(trial),
      outAftersaleId: aftersaleId,
      product: { productId, skuId: SKU, quantity: 1 },
      type: 'refund' as const,
      amountFen: ONE_FEN,
      reasonText: '接入联调',
      reasonCode: 15,
    };
    return this.calls.call(addAftersale, request, call, nothing);
  }

  override async aftersale(call: ChannelCall, { run }: DesiredTrial): Promise<ChannelResult<TrialAftersale>> {
    const result = await this.calls.call(
      getAftersale,
      { outAftersaleId: trialIds(run).aftersaleId },
      call,
      (found): TrialAftersale => (found === undefined ? 'none' : aftersaleStateOf(found.state)),
    );
    return isRefusedWith(result, UNKNOWN.aftersale) ? { ok: true, value: 'none', note: result.note } : result;
  }

  override acceptRefund(call: ChannelCall, { run }: DesiredTrial): Promise<ChannelResult<void>> {
    return this.calls.call(acceptRefund, { outAftersaleId: trialIds(run).aftersaleId }, call, nothing);
  }

  override async removeProduct(call: ChannelCall, { run }: DesiredTrial): Promise<ChannelResult<void>> {
    const result = await this.calls.call(
      deleteProduct,
      { productId: trialIds(run).productId },
      call,
      nothing,
    );
    return isRefusedWith(result, UNKNOWN.product)
      ? { ok: true, value: undefined, note: result.note }
      : result;
  }
}

function orderRefOf({ run, openId }: DesiredTrial) {
  return { outOrderId: trialIds(run).orderId, openid: openId };
}

function productStateOf(review: ReviewState | undefined): TrialProduct {
  switch (review) {
    case 'approved':
    case 'rejected':
      return review;
    default:
      return 'in-review';
  }
}

function orderStateOf(status: OrderStatus): TrialOrder {
  switch (status) {
    case 'unpaid':
    case 'paid':
      return status;
    case 'partly-shipped':
    case 'shipped':
    case 'completed':
    case 'refunded':
      return 'shipped';
    default:
      return 'over';
  }
}

function aftersaleStateOf(state: AftersaleState): TrialAftersale {
  switch (state) {
    case 'refund-requested':
      return 'requested';
    case 'refunding':
    case 'refund-failed':
      return 'accepted';
    case 'refunded':
      return 'refunded';
    default:
      return 'over';
  }
}

function nothing(): void {
  // Success is all that is needed of these answers.
}
