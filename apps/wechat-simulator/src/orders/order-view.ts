import { withoutAbsent, type Payload } from '../api/result';
import { beijingTime } from '../time/beijing-time';
import { finalPriceOf } from './amount-rules';
import type { Attribution, Order } from './order';
import { piecesLeft } from './order-book';
import { pricedLine } from './order-lines';
import { isPaid } from './order-machine';

type Spelling = 'present' | 'first';

const PAY_METHODS = ['微信支付', '货到付款', '商家会员储值卡'];

/** `order` of get and the lists: what was sent, with what became of it. Parcels and promotion stand where the generation has them. */
export function viewOf(order: Order): Payload {
  return render(order, 'present');
}

/** The same in the spelling of the first generation, which the lists of sharers have kept. */
export function viewInFirstSpelling(order: Order): Payload {
  return render(order, 'first');
}

function render(order: Order, spelling: Spelling): Payload {
  const { content } = order;
  const first = order.generation === 'first' || spelling === 'first';
  const promotion = promotionView(order.attribution, spelling);
  const parcels = order.parcels.length > 0 || order.shipDoneTime !== undefined;
  return withoutAbsent({
    order_id: order.orderId,
    out_order_id: order.outOrderId,
    openid: order.openid,
    out_user_id: content.out_user_id,
    status: order.status,
    fund_type: content.fund_type,
    scene: content.scene,
    path: content.path,
    create_time: beijingTime(order.createTime),
    update_time: beijingTime(order.updateTime),
    expire_time: content.expire_time,
    receive_time: content.fund_type === 1 ? seconds(order.receiveTime) : undefined,
    aftersale_duration: content.aftersale_duration,
    order_detail: withoutAbsent({
      product_infos: linesView(order, spelling),
      pay_info: paymentView(order),
      price_info: priceView(order),
      promotion_info: first ? promotion : undefined,
      delivery_detail: first && parcels ? deliveryView(order) : undefined,
    }),
    promotion_info: first ? undefined : promotion,
    delivery_detail: first ? undefined : deliveryView(order),
    address_info: addressView(content.address_info),
    default_receiving_address: addressView(content.default_receiving_address),
    related_aftersale_info:
      order.aftersales.length === 0
        ? undefined
        : {
            aftersale_list: order.aftersales.map(({ aftersaleId, outAftersaleId }) => ({
              aftersale_id: aftersaleId,
              out_aftersale_id: outAftersaleId,
            })),
          },
  });
}

function linesView({ content, lines, status, settlement }: Order, spelling: Spelling): Payload[] {
  const open = isPaid(status) && settlement === undefined;
  return content.order_detail.product_infos.map(({ head_img, ...info }, index) => {
    const line = lines[index];
    return withoutAbsent({
      product_id: line?.productId,
      sku_id: line?.skuId,
      ...info,
      ...(spelling === 'first' ? { head_image: head_img } : { head_img }),
      can_after_sale: open && line !== undefined && piecesLeft(line) > 0,
    });
  });
}

function paymentView({ content, payment }: Order): Payload {
  const { pay_info } = content.order_detail;
  const method = pay_info?.pay_method_type ?? 0;
  return withoutAbsent({
    pay_method: PAY_METHODS[method],
    pay_method_type: method,
    prepay_id: pay_info?.prepay_id,
    prepay_time: pay_info?.prepay_time,
    transaction_id: payment?.transactionId,
    pay_time: payment === undefined ? undefined : beijingTime(payment.payTime),
  });
}

function priceView({ content, generation }: Order): Payload {
  const { price_info, product_infos } = content.order_detail;
  const final_price =
    generation === 'first' ? finalPriceOf(product_infos.map(pricedLine), price_info) : undefined;
  return withoutAbsent({ ...price_info, final_price });
}

function deliveryView({ content, parcels, shipDoneTime }: Order): Payload {
  return withoutAbsent({
    delivery_type: content.delivery_detail.delivery_type,
    finish_all_delivery: shipDoneTime === undefined ? 0 : 1,
    ship_done_time: shipDoneTime === undefined ? undefined : beijingTime(shipDoneTime),
    delivery_list: parcels.map(({ deliveryId, waybillId, items }) => ({
      delivery_id: deliveryId,
      waybill_id: waybillId,
      product_info_list: items.map(({ outProductId, outSkuId, count }) => ({
        out_product_id: outProductId,
        out_sku_id: outSkuId,
        product_cnt: count,
      })),
    })),
  });
}

function promotionView(attribution: Attribution | undefined, spelling: Spelling): Payload | undefined {
  if (attribution === undefined) return undefined;
  const view = withoutAbsent({
    promoter_id: attribution.promoterId,
    promoter_openid: attribution.promoterOpenid,
    finder_username: spelling === 'first' ? attribution.promoterOpenid : undefined,
    finder_nickname: attribution.finderNickname,
    sharer_openid: attribution.sharerOpenid,
    live_start_time: attribution.liveStartTime,
  });
  return Object.keys(view).length === 0 ? undefined : view;
}

function addressView(address: Payload | undefined): Payload | undefined {
  return address === undefined ? undefined : withoutAbsent(address);
}

function seconds(moment: Date | undefined): number | undefined {
  return moment === undefined ? undefined : Math.floor(moment.getTime() / 1_000);
}
