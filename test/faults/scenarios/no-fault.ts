import type { Fault } from '../fault';

/** What everything else is measured against: should this one be wrong, so is the harness or the service at rest. */
export const noFault: Fault = {
  name: 'no-fault',
  summary: 'the load alone',
  harms: 'mini-program',
  strike: async () => 1,
};
