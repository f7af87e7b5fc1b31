import type { Fault } from '../fault';

const KILLS = 2;

/** kill -9 of the only replica, at random points; a new one is started at once. */
export function killService(service: string): Fault {
  return {
    name: `kill-${service}`,
    summary: `kill -9 of the only ${service}, ${KILLS} times, and a new one in its place`,
    harms: 'everybody',
    async strike({ field, load, random }) {
      const replica = field.fleet.one(service);
      for (let kill = 1; kill <= KILLS; kill += 1) {
        await load.reaches((kill - 1 + random.next()) / KILLS);
        await replica.kill();
        await replica.start();
      }
      return KILLS;
    },
  };
}

/** Two replicas, one of which is killed: the other has to take over what it held. */
export function killReplica(service: string): Fault {
  return {
    name: `kill-replica-${service}`,
    summary: `two replicas of ${service}; kill -9 of one and then of the other`,
    harms: 'everybody',
    prepare: async ({ field }) => void (await field.fleet.add(service)),
    async strike({ field, load, random }) {
      const replicas = field.fleet.of(service);
      for (const [at, replica] of replicas.entries()) {
        await load.reaches((at + random.next()) / replicas.length);
        await replica.kill();
        // The other one has to work alone for a while.
        await load.reaches((at + 1) / replicas.length);
        await replica.start();
      }
      return replicas.length;
    },
  };
}

/** Longer than a lease, a lock of BullMQ's and a session of Kafka's. */
const FROZEN_MS = 14_000;

/** One of two replicas stands still until everybody has given it up, and then goes on where it was. */
export function freezeReplica(service: string): Fault {
  return {
    name: `freeze-${service}`,
    summary: `one of two ${service} stands still for ${FROZEN_MS / 1000} s and then goes on`,
    harms: 'everybody',
    prepare: async ({ field }) => void (await field.fleet.add(service)),
    async strike({ field, load, random }) {
      const replica = random.next() < 0.5 ? field.fleet.of(service)[0] : field.fleet.of(service)[1];
      await load.reaches(0.1 + 0.4 * random.next());
      replica?.freeze();
      await new Promise((thawed) => setTimeout(thawed, FROZEN_MS));
      replica?.thaw();
      return 1;
    },
  };
}

/** SIGTERM to every replica of every service, one after the other, as an update does. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  summary: 'two replicas of everything; each is asked to stop and started again, one after the other',
  harms: 'everybody',
  prepare: async ({ field }) => {
    for (const service of field.fleet.services) await field.fleet.add(service);
  },
  async strike({ field, load }) {
    await load.reaches(0.05);
    let restarts = 0;
    for (const replica of field.fleet.services.flatMap((service) => field.fleet.of(service))) {
      await replica.stop();
      await replica.start();
      restarts += 1;
    }
    return restarts;
  },
};
