import type { Clock } from '@tongbu/platform';
import type { ChannelCall, Execution } from '@tongbu/sync-engine';
import type { OrderLeases } from './order-leases';

export type Leases = Pick<OrderLeases, 'during'>;

/** When a lease that somebody else has is looked for again. */
const BUSY_MS = 200;

/** Writes to an order under its lease. While somebody else writes to it, the command is put off and costs no attempt. */
export async function underLease<Fact>(
  leases: Leases,
  clock: Clock,
  call: ChannelCall,
  orderId: string,
  work: (call: ChannelCall) => Promise<Execution<Fact>>,
): Promise<Execution<Fact>> {
  const outcome = await leases.during(call.appId, orderId, (sendBefore) =>
    work({ ...call, notAfter: Math.min(call.notAfter, sendBefore) }),
  );
  return (
    outcome ?? {
      kind: 'deferred',
      until: new Date(clock.now().getTime() + BUSY_MS),
      reason: 'another change of the same order is under way',
    }
  );
}
