import { messageOf } from '@tongbu/platform';
import type { Stack } from '@tongbu/testing';
import type { Fault } from './fault';
import { Field } from './field/field';
import { FaultRun } from './play/fault-run';
import { appIdOf } from './play/seed';
import { firstWrong, isRight, type FaultResult } from './report/result';
import { servicesOf } from './traffic';
import type { Traffic } from './traffic/traffic';

export interface RunOptions {
  readonly stack: Stack;
  readonly faults: readonly Fault[];
  readonly traffic: readonly Traffic[];
  readonly seed: number;
  readonly entities: number;
  /** Makes the mini programs' names differ from those of other runs on the same Kafka. */
  readonly salt?: string;
  /** Between the second and the last time that WeChat tries a callback; 20 s when left out. */
  readonly lastTryAfterMs?: number;
  readonly tell: (line: string) => void;
  /** Keeps what helps to understand what went wrong. */
  readonly keep?: (name: string, text: string) => void;
}

/** How many of those that harm nobody else are run side by side. */
const SIDE_BY_SIDE = 6;

/** Runs the faults on one installation, in which each has a mini program for itself. */
export async function runFaults(options: RunOptions): Promise<FaultResult[]> {
  // Those that may take longest first: the last to end has nobody beside it.
  const apart = options.faults
    .filter(({ harms }) => harms === 'mini-program')
    .toSorted((a, b) => (b.limitMs ?? 0) - (a.limitMs ?? 0));
  // Those with the same number of replicas one after the other: starting them is most of the work.
  const alone = options.faults
    .filter(({ harms }) => harms === 'everybody')
    .toSorted((a, b) => (b.replicas ?? 1) - (a.replicas ?? 1));
  const results: FaultResult[] = [];
  let campaign = await Campaign.begin(options, options.faults);
  try {
    await sideBySide(apart, SIDE_BY_SIDE, async (fault) => {
      const run = campaign.prepare(fault);
      await run.play();
      await campaign.judge(run);
    });
    // The load of the next one begins while the last one is still being watched.
    let judged = Promise.resolve(true);
    for (const [at, fault] of alone.entries()) {
      const run = campaign.prepare(fault);
      if (!(await run.play(judged))) {
        // Whatever is broken now is not to be blamed on those that follow.
        options.tell('a new installation for the rest');
        results.push(...(await campaign.end()));
        campaign = await Campaign.begin(options, alone.slice(at));
        const again = campaign.prepare(fault);
        await again.play();
        judged = campaign.judge(again);
      } else judged = campaign.judge(run);
    }
    await judged;
  } finally {
    options.tell('stopping ...');
    results.push(...(await campaign.end()));
  }
  const order = options.faults.map(({ name }) => name);
  return results.toSorted((a, b) => order.indexOf(a.fault) - order.indexOf(b.fault));
}

/** What is run on one installation. */
class Campaign {
  private readonly runs: FaultRun[] = [];

  private constructor(
    private readonly options: RunOptions,
    private readonly field: Field,
  ) {}

  /** With mini programs for these faults. */
  static async begin(options: RunOptions, faults: readonly Fault[]): Promise<Campaign> {
    const { stack, seed, traffic, salt, tell, lastTryAfterMs } = options;
    const appIds = faults.map(({ name }) => appIdOf(seed, name, salt));
    const field = await Field.start({ stack, seed, services: servicesOf(traffic), appIds, lastTryAfterMs });
    tell(`${field.fleet.services.join(', ')} are up`);
    return new Campaign(options, field);
  }

  prepare(fault: Fault): FaultRun {
    const { seed, traffic, entities, salt, tell, keep } = this.options;
    return new FaultRun(fault, {
      field: this.field,
      appId: appIdOf(seed, fault.name, salt),
      seed,
      traffic,
      entities,
      tell,
      keep: (name, text) => keep?.(`${fault.name}.${name}`, text),
    });
  }

  /** Answers whether all came right. */
  async judge(run: FaultRun): Promise<boolean> {
    const { tell, keep } = this.options;
    this.runs.push(run);
    const result = await run.judge();
    const { fault, seconds } = result;
    tell(`${fault}: ${isRight(result) ? 'right' : `WRONG: ${firstWrong(result)}`} (${seconds} s)`);
    if (!isRight(result)) keep?.(`${fault}.services.log`, this.field.fleet.logs());
    return isRight(result);
  }

  /** What became of all of them, after a last look at each: something may have happened twice only now. */
  async end(): Promise<FaultResult[]> {
    const results: FaultResult[] = [];
    for (const run of this.runs) results.push(await run.lookAgain());
    if (!results.every(isRight)) this.options.keep?.('services.log', this.field.fleet.logs());
    await this.field.stop().catch((error: unknown) => this.options.tell(`not stopped: ${messageOf(error)}`));
    return results;
  }
}

async function sideBySide<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
