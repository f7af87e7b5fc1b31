import type { CloudEvent } from '@tongbu/contracts';
import type { Lane } from '@tongbu/platform';
import type { DriveNowOptions } from './drive-now';
import type { Driver, DriveResult } from './driver';
import type { EntityIntake, IntakeResult } from './entity-intake';
import type { ChangeRequest } from './intake';
import type { Command } from './planner';
import type { SyncKey, SyncRow } from './row';

/** `ended`: waits for the row that began with it, which is being driven, as `driveNow` does; the monotonic time is the caller's. */
export type TakenNow<Desired, Observed> = IntakeResult<Desired, Observed> & {
  readonly ended?: (until: number) => Promise<SyncRow<Desired, Observed> | undefined>;
};

/**
 * Stores a change for somebody who waits, as {@link EntityIntake.take} does. A row that begins with it is made under a lease of
 * this process, and with the names of what its first plan looks at, and is driven at once: two writes less to wait for.
 */
export async function takeNow<Desired, Observed, C extends Command, Fact>(
  {
    kind,
    intake,
    driver,
    wait,
  }: {
    readonly kind: string;
    readonly intake: EntityIntake<Desired, Observed>;
    readonly driver: Driver<Desired, Observed, C, Fact>;
    readonly wait: (
      key: SyncKey,
      options: DriveNowOptions,
      first: Promise<DriveResult<Desired, Observed>>,
    ) => Promise<SyncRow<Desired, Observed> | undefined>;
  },
  event: CloudEvent<object>,
  lane: Lane,
  change: ChangeRequest<Desired, Observed>['change'],
  looksAt: readonly string[],
): Promise<TakenNow<Desired, Observed>> {
  const key: SyncKey = { appId: event.appid, kind, entityId: event.subject };
  const lease = driver.leaseOf(key);
  const begin = { token: lease.token, ttlMs: lease.leaseMs, waitingFor: looksAt };
  const taken = await lease.takeBy(
    () => intake.take(event, lane, change, begin),
    (result) => leasedBy(result) !== undefined,
  );
  const row = leasedBy(taken);
  if (taken.kind !== 'changed' || row === undefined) return taken;
  const first = driver.driveLeased(lease, row);
  // Whoever waits for it hears of its failure; nobody has to wait.
  first.catch(() => undefined);
  const { generation } = taken;
  return { ...taken, ended: (until) => wait(key, { generation, until }, first) };
}

function leasedBy<Desired, Observed>(
  taken: IntakeResult<Desired, Observed>,
): SyncRow<Desired, Observed> | undefined {
  return taken.kind === 'changed' ? taken.leased : undefined;
}
