import { z } from 'zod';
import { eventsOf } from './event-definition';
import { merchantVersion, wechatId } from './fields';
import { parcelCarrier, parcelLine } from './merchant-logistics';
import { problem } from './problem';
import { topics } from './topics';

const SUBJECT = "the merchant's order id";
const time = z.iso.datetime({ offset: true });
const wechatOrderId = wechatId.nullable();
const parcelId = z.string().describe("the merchant's id of the parcel");
const ids = { wechatOrderId: '3309517286640325887' };

const define = eventsOf(topics.wechatLogistics, SUBJECT);

export const wechatShipmentSynchronised = define(
  'wechat.shipment.synchronised.v1',
  'WeChat has this parcel with its waybill, whoever recorded it there.',
  z.object({
    wechatOrderId,
    merchantVersion,
    parcelId,
    carrierId: z.string().describe("WeChat's code of the carrier"),
    waybill: z.string(),
    lines: z.array(parcelLine),
  }),
  {
    ...ids,
    merchantVersion: 1,
    parcelId: 'PK-1',
    carrierId: 'SF',
    waybill: 'SF100200300',
    lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 2 }],
  },
);

export const wechatShipmentCompleted = define(
  'wechat.shipment.completed.v1',
  'WeChat has the order as shipped in full; the buyer can confirm the receipt.',
  z.object({ wechatOrderId }),
  ids,
);

export const wechatShipmentReceived = define(
  'wechat.shipment.received.v1',
  'WeChat has the receipt as confirmed: by the shop, by the buyer inside WeChat, or by lapse of time.',
  z.object({ wechatOrderId, receivedAt: time.nullable() }),
  { ...ids, receivedAt: '2026-03-05T10:00:00Z' },
);

export const wechatShipmentMappingNeeded = define(
  'wechat.shipment.mapping-needed.v1',
  'WeChat has no carrier of this code or name. The parcel waits until an operator maps it; other parcels go on.',
  z.object({ wechatOrderId, parcelId, carrier: parcelCarrier.describe('as the merchant gave it') }),
  { ...ids, parcelId: 'PK-2', carrier: { name: '城市闪送' } },
);

export const wechatShipmentParked = define(
  'wechat.shipment.parked.v1',
  'Something of this shipment cannot be recorded at WeChat until it is changed. Every reason at once, with what to do; ' +
    'what could be recorded was.',
  z.object({ wechatOrderId, problems: z.array(problem).min(1) }),
  {
    ...ids,
    problems: [
      {
        code: 'waybill-missing',
        field: 'parcels.PK-1.waybill',
        message: 'The parcel PK-1 has no waybill number; WeChat takes none without it.',
        messageZh: '包裹 PK-1 没有运单号，微信不接受无运单号的包裹。',
        fix: 'Publish merchant.shipment.parcel-corrected.v1 with the number.',
        fixZh: '请发布带有运单号的 merchant.shipment.parcel-corrected.v1。',
      },
    ],
  },
);
