import type { ChannelFaults, MemoryRowStore, SyncKey } from '@tongbu/sync-engine';
import type { FakeClock } from '@tongbu/testing';

/** A row, what drives it, and the WeChat that it is kept in step with. */
export interface DrivenWorld<Desired, Observed> {
  readonly clock: FakeClock;
  readonly store: Pick<MemoryRowStore<Desired, Observed>, 'nextTime' | 'row'>;
  readonly wechat: { readonly faults: Pick<ChannelFaults, 'deliver'> };
  drive(): Promise<void>;
}

/**
 * Lets time pass and drives the row whenever it is due, as the sweeper would. More than `mostDrives` would be a plan that
 * never comes to rest.
 */
export async function passTime<Desired, Observed>(
  world: DrivenWorld<Desired, Observed>,
  key: SyncKey,
  ms: number,
  mostDrives: number,
): Promise<void> {
  const { clock, store, wechat } = world;
  const until = clock.now().getTime() + ms;
  for (let drives = 0; ; drives += 1) {
    if (drives > mostDrives) throw new Error(`driven without end: ${JSON.stringify(store.row(key))}`);
    const next = store.nextTime(key);
    if (next === null || next.getTime() > until || clock.now().getTime() > until) break;
    clock.advance(Math.max(0, next.getTime() - clock.now().getTime()));
    wechat.faults.deliver();
    await world.drive();
    // Somebody who was killed still has the lease.
    if (store.nextTime(key) === next) clock.advance(1_000);
  }
  clock.advance(Math.max(0, until - clock.now().getTime()));
}
