import type { SimulatorControl } from '../../../support/simulator-control';
import type { WechatEntity } from '../../judging/compare-entity';
import { judgeFacts } from '../shop/facts';
import { ordersOf, writeStories } from '../shop/sold';
import { aftersaleSync, catalogSync, logisticsSync, orderSync } from '../services';
import type { Traffic } from '../traffic';
import { aftersaleVariants } from './aftersale-plot';

const PREFIX = 'A';

interface Opened {
  readonly outOrderId: string;
  readonly status: number;
  readonly amountFen: number;
  readonly applied: Readonly<Record<string, number>>;
}

interface Mirrored {
  readonly outOrderId: string;
  readonly status: number;
  readonly refundFen: number;
  readonly applied: Readonly<Record<string, number>>;
  readonly repeatedAdds: number;
}

/** Orders with something to complain about, named by the order. */
export const aftersales: Traffic = {
  name: 'aftersales',
  services: [catalogSync, orderSync, logisticsSync, aftersaleSync],
  admin: { service: 'order-sync', thing: 'orders' },
  write: (count, random) => writeStories(PREFIX, aftersaleVariants, count, random),
  async atWechat(wechat) {
    const claims = await claimsOf(wechat);
    const found = await ordersOf(PREFIX, wechat);
    return new Map(
      found.map(({ outOrderId, status, applied, repeatedAdds }): [string, WechatEntity] => {
        const own = claims.filter((claim) => claim.outOrderId === outOrderId);
        const [first] = own;
        const { add: aftersaleAdd = 0, ...others } = first?.applied ?? {};
        return [
          outOrderId,
          {
            state: { order: status, status: first?.status ?? null, amount: first?.amountFen ?? null },
            effects: {
              ...applied,
              ...others,
              'add again': repeatedAdds,
              'aftersale add': aftersaleAdd,
              opened: own.length,
            },
          },
        ];
      }),
    );
  },
  judgeTold: judgeFacts,
};

/** The after-sales that WeChat runs, and those that merchants run and WeChat shows. */
async function claimsOf(wechat: SimulatorControl): Promise<Opened[]> {
  const opened = await wechat.control<Opened[]>('GET', 'aftersales');
  const { items } = await wechat.control<{ items: Mirrored[] }>('GET', 'mirrored-aftersales');
  const mirrored = items.map(({ refundFen, applied, repeatedAdds, ...claim }) => ({
    ...claim,
    amountFen: refundFen,
    applied: { ...applied, add: (applied['add'] ?? 0) + repeatedAdds },
  }));
  return [...opened, ...mirrored];
}
