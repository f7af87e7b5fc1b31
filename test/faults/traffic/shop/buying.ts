import { merchantOrder, ordinaryOrder } from '../../../support/merchant-order';
import { merchantProduct } from '../../../support/merchant-product';
import type { Stage } from '../../play/story';
import { hearing, type Script } from './script';

/** Products that are bought and never change, one event each for all buyers. */
const WARES = ['W-1', 'W-2'] as const;
export type Ware = (typeof WARES)[number];

export const isWare = (productId: string) => WARES.some((ware) => ware === productId);
export const skuOf = (ware: Ware) => `${ware}-S`;

/** Of one line of {@link merchantOrder}: two pieces less the discount. */
export const LINE_FEN = 10_800;
export const TOTAL_FEN = 11_600;

/** The shop has published what the buyer wants, and WeChat lets it be sold. */
export function choose(script: Script, ...wares: readonly Ware[]): Script {
  // An order may get there before the news that its ware was approved; it goes on with that.
  const waiting = wares.map((ware) => `product-not-orderable lines[${ware}]`);
  return script
    .mayTell(...[...waiting, waiting.join(', ')].map((why) => `order.parked ${why}`))
    .step(async (stage) => {
      for (const ware of wares) {
        await stage.publish({
          name: 'product.upserted',
          subject: ware,
          id: ware,
          data: merchantProduct(ware, 1),
        });
        await hearing(stage, ware, 'product.approved');
      }
    });
}

/** An openid is of one mini program only. */
export const buyer = (script: Script, { appId }: Stage) => ({
  buyer: { openId: `oBuyer-${appId}-${script.id}` },
});

/** A buyer orders a ware, and the component is to collect. */
export function place(script: Script, changes: object = {}): Script {
  choose(script, 'W-1');
  return script
    .publish('order.placed', (stage) => ({
      version: 1,
      ...merchantOrder(script.id, 'W-1', { ...buyer(script, stage), ...changes }),
    }))
    .hear('order.created');
}

/** As {@link place}, and the merchant collects himself and has the money. */
export function buyFromMerchant(script: Script): Script {
  choose(script, 'W-1');
  return script
    .publish('order.placed', (stage) => ({
      version: 1,
      ...ordinaryOrder(script.id, 'W-1', buyer(script, stage)),
    }))
    .hear('order.created')
    .publish('order.paid', () => ({
      transactionId: transactionOf(script.id),
      paidAt: new Date().toISOString(),
    }))
    .hear('order.paid');
}

/** No two orders of a shop may have the same: 28 digits, the kind of order and its number in the last seven. */
function transactionOf(orderId: string): string {
  const number = orderId.replace(/\D/g, '').padStart(5, '0');
  return `4200${`${orderId.charCodeAt(0)}${number}`.padStart(24, '0')}`;
}

/** The buyer opens the cashier and pays. */
export function pay(script: Script): Script {
  return script
    .publish('order.checkout-requested', { checkoutId: 'c-1' })
    .hear('order.payment-parameters-ready c-1')
    .act(`orders/${script.id}/pay`)
    .hear('order.paid');
}

/** Both wares, two pieces of each. */
export const TWO_LINES = {
  lines: WARES.map((ware) => ({
    productId: ware,
    skuId: skuOf(ware),
    quantity: 2,
    unitPrice: 5_900,
    title: '青瓷茶杯',
    image: 'https://img.shop.example/cup/cover.jpg',
    path: `pages/item/index?id=${ware}`,
  })),
  total: 23_400,
};

/** A parcel with two pieces of each of these wares is on its way. */
export function dispatch(script: Script, parcelId: string, ...wares: readonly Ware[]): Script {
  return script.publish('shipment.parcel-dispatched', parcel(script, parcelId, 1, wares));
}

export function parcel(script: Script, parcelId: string, version: number, wares: readonly Ware[]) {
  return () => ({
    version,
    parcelId,
    carrier: { code: 'SF' },
    waybill: waybillOf(script.id, parcelId),
    lines: wares.map((ware) => ({ productId: ware, skuId: skuOf(ware), quantity: 2 })),
    dispatchedAt: new Date().toISOString(),
  });
}

export const waybillOf = (orderId: string, parcelId: string) => `SF-${orderId}-${parcelId}`;

/** One parcel with everything reaches the buyer's door. */
export function deliver(script: Script): Script {
  dispatch(script, 'PK-1', 'W-1');
  return script.hear('shipment.synchronised PK-1', 'shipment.completed').tell('order.shipped wholly');
}
