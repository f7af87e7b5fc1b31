import type { SimulatorControl } from '../../../support/simulator-control';
import { judgeFacts } from '../shop/facts';
import { ordersOf, writeStories } from '../shop/sold';
import { catalogSync, logisticsSync, orderSync } from '../services';
import type { Traffic } from '../traffic';
import { parcelVariants } from './parcel-plot';

const PREFIX = 'S';

/** Orders that are paid, sent and received. */
export const parcels: Traffic = {
  name: 'parcels',
  services: [catalogSync, orderSync, logisticsSync],
  admin: { service: 'logistics-sync', thing: 'shipments' },
  write: (count, random) => writeStories(PREFIX, parcelVariants, count, random),
  async atWechat(wechat: SimulatorControl) {
    const found = await ordersOf(PREFIX, wechat);
    return new Map(
      found.map(({ outOrderId, status, parcels: sent, applied, repeatedAdds }) => [
        outOrderId,
        {
          state: { status, waybills: sent.map(({ waybillId }) => waybillId).join(' ') },
          effects: { ...applied, 'add again': repeatedAdds },
        },
      ]),
    );
  },
  judgeTold: judgeFacts,
};
