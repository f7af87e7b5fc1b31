import type { PartProcess, Stack } from '@tongbu/testing';
import { Redis } from 'ioredis';
import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';

type PartName = keyof Stack['parts'];

interface Outage {
  readonly name: string;
  readonly part: PartName;
  readonly summary: string;
  /** How long it is away at least, in ms. */
  readonly awayMs: number;
  begin(part: PartProcess): void | Promise<unknown>;
  end(part: PartProcess): void | Promise<unknown>;
}

/** A part of the stack is away for some seconds in the middle of the load. */
function outage({ name, part: partName, summary, awayMs, begin, end }: Outage): Fault {
  return {
    name,
    summary,
    harms: 'everybody',
    async strike({ field, load, random }) {
      const part = field.stack.parts[partName];
      if (part === undefined)
        throw new Error(`${partName} is not ours to end; it was given by the environment`);
      await load.reaches(0.2 + 0.3 * random.next());
      await begin(part);
      await sleep(awayMs);
      await end(part);
      return 1;
    },
  };
}

const kill = (part: PartProcess) => part.kill();
const stop = (part: PartProcess) => part.stop();
const start = (part: PartProcess) => part.start();

export const kafkaAway = outage({
  name: 'kafka-away',
  part: 'kafka',
  summary: 'the only broker is away for 60 s: outboxes grow, nobody is told anything',
  awayMs: 60_000,
  begin: stop,
  end: start,
});

export const kafkaKilled = outage({
  name: 'kafka-killed',
  part: 'kafka',
  summary: 'kill -9 of the only broker, which comes back at once',
  awayMs: 0,
  begin: kill,
  end: start,
});

export const postgresRestarted = outage({
  name: 'postgres-restarted',
  part: 'postgres',
  summary: 'Postgres is stopped and comes back 3 s later',
  awayMs: 3_000,
  begin: stop,
  end: start,
});

export const postgresKilled = outage({
  name: 'postgres-killed',
  part: 'postgres',
  summary: 'kill -9 of Postgres, which recovers from its log',
  awayMs: 0,
  begin: kill,
  end: start,
});

export const postgresFrozen = outage({
  name: 'postgres-frozen',
  part: 'postgres',
  summary: 'Postgres says nothing for 6 s, with every connection open',
  awayMs: 6_000,
  begin: (part) => part.freeze(),
  end: (part) => part.thaw(),
});

export const redisRestarted = outage({
  name: 'redis-restarted',
  part: 'redis',
  summary: 'kill -9 of Redis, which comes back 3 s later with what it had',
  awayMs: 3_000,
  begin: kill,
  end: start,
});

export const redisEmptied = outage({
  name: 'redis-emptied',
  part: 'redis',
  summary: 'kill -9 of Redis, which comes back with nothing',
  awayMs: 500,
  async begin(part) {
    await part.kill();
    rmSync(part.data, { recursive: true });
    mkdirSync(part.data);
  },
  end: start,
});

export const redisAway = outage({
  name: 'redis-away',
  part: 'redis',
  summary: 'Redis is away for 20 s and comes back with what it had',
  awayMs: 20_000,
  begin: stop,
  end: start,
});

/** Redis refuses every write for want of memory. */
export const redisFull: Fault = {
  name: 'redis-full',
  summary: 'Redis has no memory left for 5 s and refuses every write',
  harms: 'everybody',
  async strike({ field, load, random }) {
    const redis = new Redis(field.stack.redisUrl);
    try {
      await load.reaches(0.2 + 0.3 * random.next());
      await redis.config('SET', 'maxmemory', '1');
      await sleep(5_000);
      await redis.config('SET', 'maxmemory', '0');
    } finally {
      redis.disconnect();
    }
    return 1;
  },
};
