import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';
import { GATEWAY, type Field } from '../field/field';

const STILL_MS = 400;
const RUNNING_MS = 80;

/** Replicas that hardly get on keep their partitions, while others come and go and make the groups share anew. */
export const slowConsumers: Fault = {
  name: 'slow-consumers',
  summary:
    'of each service that consumes one of two runs at a sixth of its speed while a third joins and leaves',
  harms: 'everybody',
  replicas: 2,
  async strike({ field, load }) {
    const services = consuming(field);
    const over = new AbortController();
    const slowing = services.map(async (service) => {
      const slow = field.fleet.of(service)[1];
      while (!over.signal.aborted) {
        slow?.freeze();
        await sleep(STILL_MS);
        slow?.thaw();
        await sleep(RUNNING_MS);
      }
    });
    try {
      await load.reaches(0.3);
      const joined = await Promise.all(services.map((service) => field.fleet.add(service)));
      await Promise.all(joined.map((replica) => field.fleet.remove(replica)));
    } finally {
      over.abort();
      await Promise.all(slowing);
    }
    return services.length;
  },
};

const consuming = ({ fleet }: Field) => fleet.services.filter((service) => service !== GATEWAY);
