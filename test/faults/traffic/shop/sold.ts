import type { Random } from '../../../../apps/wechat-simulator/src/time/random';
import type { SimulatedOrder, SimulatorControl } from '../../../support/simulator-control';
import type { Bounds, EntityState } from '../../judging/compare-entity';
import type { Plot } from '../traffic';
import { Script } from './script';

/** How a story comes out at WeChat. */
export interface Ending {
  readonly state: EntityState;
  readonly effects?: Readonly<Record<string, Bounds>>;
}

/** Writes one story and says how it ends. */
export type Variant = (script: Script) => Ending;

export const exactly = (times: number): Bounds => ({ least: times, most: times });

/** Stories of orders, the variants in turn from a random one on, named `prefix-1` and so on. */
export function writeStories(
  prefix: string,
  variants: readonly Variant[],
  count: number,
  random: Random,
): Plot[] {
  const first = random.between(0, variants.length - 1);
  return Array.from({ length: count }, (_, at) => {
    const script = new Script(`${prefix}-${at + 1}`, random);
    const variant = variants[(first + at) % variants.length];
    if (variant === undefined) throw new Error('there are no stories');
    const { state, effects = {} } = variant(script);
    const { id, steps, told, mayBeTold } = script;
    return {
      id,
      steps,
      expected: {
        id,
        state,
        effects: { add: exactly(1), 'add again': exactly(0), ...effects },
        told,
        mayBeTold,
      },
    };
  });
}

/** The orders of one kind of traffic, which begin with its prefix. */
export async function ordersOf(prefix: string, wechat: SimulatorControl): Promise<SimulatedOrder[]> {
  return (await wechat.orders()).filter(({ outOrderId }) => outOrderId.startsWith(`${prefix}-`));
}
