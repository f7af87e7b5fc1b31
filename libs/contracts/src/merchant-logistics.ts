import { z } from 'zod';
import { eventsOf } from './event-definition';
import { filled, lineReference, quantity, text, time, versionOf } from './fields';
import { topics } from './topics';

/** What the merchant calls the company that carries a parcel: its code, its name, or both. */
export const parcelCarrier = z
  .object({
    code: filled('the code of the carrier').max(64).optional(),
    name: filled('the name of the carrier').max(64).optional(),
  })
  .refine(({ code, name }) => code !== undefined || name !== undefined, {
    error: 'expected the code or the name of the carrier',
  })
  .describe("WeChat's code or name of it, or any other that an operator has mapped");
export type ParcelCarrier = z.output<typeof parcelCarrier>;

export const parcelLine = z.object({ ...lineReference, quantity });
export type ParcelLine = z.output<typeof parcelLine>;

const parcel = {
  version: versionOf('parcel'),
  parcelId: filled('your id of the parcel').max(64).describe('unique within the order'),
  carrier: parcelCarrier,
  waybill: text
    .max(128)
    .default('')
    .describe('the number of the waybill; without it the parcel waits for a correction that has it'),
  dispatchedAt: time,
};

/** A parcel as the merchant's warehouse knows it. Publishing it again replaces it, as long as it is not at WeChat. */
export const merchantParcel = z.object({
  ...parcel,
  lines: z
    .array(parcelLine)
    .min(1, 'expected at least one line')
    .describe('what is in it; WeChat takes a line of an order in one parcel only'),
});
export type MerchantParcel = z.output<typeof merchantParcel>;

const SUBJECT = "the merchant's order id";

const define = eventsOf(topics.merchantLogistics, SUBJECT);

export const parcelDispatched = define(
  'merchant.shipment.parcel-dispatched.v1',
  'A parcel of an order is on its way.',
  merchantParcel,
  {
    version: 1,
    parcelId: 'PK-1',
    carrier: { code: 'SF', name: '顺丰速运' },
    waybill: 'SF100200300',
    lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 2 }],
    dispatchedAt: '2026-03-03T09:30:00+08:00',
  },
);

export const parcelCorrected = define(
  'merchant.shipment.parcel-corrected.v1',
  'The parcel is another than was said before; carries the whole parcel. Possible until WeChat has it.',
  z.object({ ...parcel, lines: z.array(parcelLine).describe('empty: there is no such parcel') }),
  {
    version: 2,
    parcelId: 'PK-1',
    carrier: { name: '中通快递' },
    waybill: 'ZTO55501',
    lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 2 }],
    dispatchedAt: '2026-03-03T09:30:00+08:00',
  },
);

export const allDispatched = define(
  'merchant.shipment.all-dispatched.v1',
  'Nothing of the order is left to dispatch. Needed where the parcels do not tell: an order that goes by no carrier, or ' +
    'one that is not delivered in full. A fact: it has no version and is never ignored.',
  z.object({ dispatchedAt: time.optional().describe('when the last of it left') }),
  { dispatchedAt: '2026-03-03T09:30:00+08:00' },
);

export const shipmentReceived = define(
  'merchant.shipment.received.v1',
  'The buyer has received everything. A fact: it has no version and is never ignored.',
  z.object({ receivedAt: time.optional() }),
  { receivedAt: '2026-03-05T18:00:00+08:00' },
);
