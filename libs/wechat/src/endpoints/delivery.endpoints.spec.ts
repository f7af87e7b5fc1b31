import { documented, read, sent } from '../../test-support/wire-text';
import { confirmReceipt, listCarriers, sendParcels, type Shipment } from './delivery.endpoints';

const order = { outOrderId: 'T2207140000815', openid: 'oQx7WkExampleBuyer01' };
const parcel = {
  carrierId: 'ZTO',
  waybillId: 'ZTO55501',
  lines: [{ productId: 'P-118', skuId: '', quantity: 1 }],
};
const shipment: Shipment = {
  order,
  finished: true,
  parcels: [parcel],
  doneAt: new Date('2022-07-15T01:30:00Z'),
};

it('asks for the carriers with an empty object and reads them', () => {
  expect(sent(listCarriers.prepare(undefined))).toBe('{}');
  const answer =
    '{"errcode": 0, "errmsg": "ok", "company_list": [{"delivery_id": "SF", "delivery_name": "SF Express"}, {"delivery_id": "ZTO", "delivery_name": "ZTO Express"}]}';
  expect(read(listCarriers, answer)).toEqual({
    ok: true,
    value: [
      { id: 'SF', name: 'SF Express' },
      { id: 'ZTO', name: 'ZTO Express' },
    ],
  });
});

it('sends the documented shipment', () => {
  expect(sent(sendParcels.prepare(shipment))).toBe(
    documented(
      '{"out_order_id": "T2207140000815", "openid": "oQx7WkExampleBuyer01", "finish_all_delivery": 1, "delivery_list": [{"delivery_id": "ZTO", "waybill_id": "ZTO55501", "product_info_list": [{"out_product_id": "P-118", "out_sku_id": "", "product_cnt": 1}]}], "ship_done_time": "2022-07-15 09:30:00"}',
    ),
  );
});

it('leaves the list of parcels out when there is nothing to carry', () => {
  expect(sent(sendParcels.prepare({ ...shipment, parcels: [] }))).toBe(
    documented(
      '{"out_order_id":"T2207140000815","openid":"oQx7WkExampleBuyer01","finish_all_delivery":1,"ship_done_time":"2022-07-15 09:30:00"}',
    ),
  );
});

it.each<[string, Shipment, string]>([
  ['the end without its time', { ...shipment, doneAt: undefined }, 'doneAt: needed'],
  ['a part without parcels', { ...shipment, finished: false, parcels: [] }, 'parcels: expected at least one'],
  [
    'a parcel without waybill',
    { ...shipment, parcels: [{ ...parcel, waybillId: '' }] },
    'parcels.0.waybillId',
  ],
  ['a parcel without items', { ...shipment, parcels: [{ ...parcel, lines: [] }] }, 'parcels.0.lines'],
  ['a buyer that is missing', { ...shipment, order: { ...order, openid: '' } }, 'order.openid'],
])('refuses %s and names it', (_name, wrong, problem) => {
  expect(sent(sendParcels.prepare(wrong))).toEqual([expect.stringContaining(problem)]);
});

it('confirms the receipt at the path as WeChat spells it', () => {
  expect(confirmReceipt.path).toBe('/shop/delivery/recieve');
  expect(sent(confirmReceipt.prepare(order))).toBe(
    documented('{"out_order_id": "T2207140000815", "openid": "oQx7WkExampleBuyer01"}'),
  );
  expect(read(confirmReceipt, '{"errcode":0}')).toEqual({ ok: true, value: {} });
});
