import type { Fault, Scene } from '../fault';
import type { Replica } from '../field/replica';

const KILLS = 2;

/** kill -9 of the only replica, at random points; a new one is started at once. */
export const killServices: Fault = {
  name: 'kill-services',
  summary: `of each service kill -9 of the only replica, ${KILLS} times, and a new one in its place`,
  harms: 'everybody',
  async strike({ field, load, random }) {
    const victims = Array.from({ length: KILLS }, () => field.fleet.services).flat();
    // One after the other: starting all at once is a fault of another kind, on a small machine, and a gateway that is killed again
    // while the first callbacks still wait for their last try is away each time that WeChat calls.
    for (const [at, service] of victims.entries()) {
      await load.reaches((at + random.next()) / victims.length);
      const replica = field.fleet.one(service);
      await replica.kill();
      await replica.start();
    }
    return victims.length;
  },
};

/** Two replicas, one of which is killed: the other has to take over what it held. */
export const killReplicas: Fault = {
  name: 'kill-replicas',
  summary:
    'two replicas of everything; of each service kill -9 of one, which comes back at the end of the load',
  harms: 'everybody',
  replicas: 2,
  strike: (scene) =>
    ofEachService(scene, async (replicas, moment) => {
      const replica = replicas[scene.random.between(0, replicas.length - 1)];
      await scene.load.reaches(0.8 * moment);
      await replica?.kill();
      // The other one has to work alone.
      await scene.load.reaches(1);
      await replica?.start();
      return 1;
    }),
};

/** Longer than a lease, a lock of BullMQ's and a session of Kafka's. */
const FROZEN_MS = 14_000;

/** One of two replicas stands still until everybody has given it up, and then goes on where it was. */
export const freezeReplicas: Fault = {
  name: 'freeze-replicas',
  summary: `of each service one of two stands still for ${FROZEN_MS / 1000} s and then goes on`,
  harms: 'everybody',
  replicas: 2,
  strike: (scene) =>
    ofEachService(scene, async (replicas, moment) => {
      const replica = replicas[scene.random.between(0, replicas.length - 1)];
      await scene.load.reaches(0.1 + 0.4 * moment);
      replica?.freeze();
      await new Promise((thawed) => setTimeout(thawed, FROZEN_MS));
      replica?.thaw();
      return 1;
    }),
};

/** SIGTERM to every replica of a service, one after the other, as an update does. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  summary:
    'two replicas of everything; of each service one and then the other is asked to stop and started again',
  harms: 'everybody',
  replicas: 2,
  strike: (scene) =>
    ofEachService(scene, async (replicas, moment) => {
      await scene.load.reaches(0.4 * moment);
      for (const replica of replicas) {
        await replica.stop();
        await replica.start();
      }
      return replicas.length;
    }),
};

/** Strikes each service at a moment of its own, 0 to 1, all in one load. Answers how often altogether. */
async function ofEachService(
  { field, random }: Scene,
  strike: (replicas: readonly Replica[], moment: number) => Promise<number>,
): Promise<number> {
  const struck = await Promise.all(
    field.fleet.services.map((service) => strike(field.fleet.of(service), random.next())),
  );
  return struck.reduce((sum, times) => sum + times, 0);
}
