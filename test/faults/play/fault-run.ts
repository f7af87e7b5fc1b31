import { messageOf } from '@tongbu/platform';
import { Random } from '../../../apps/wechat-simulator/src/time/random';
import type { Fault, Scene } from '../fault';
import type { Field } from '../field/field';
import type { Finding } from '../judging/finding';
import { isRight, type FaultResult } from '../report/result';
import type { Traffic } from '../traffic/traffic';
import { converge } from './converge';
import { Load } from './load';
import { look, type Played } from './look';
import { postMortem } from './post-mortem';
import { seedOf } from './seed';

export interface FaultRunOptions {
  readonly field: Field;
  readonly appId: string;
  readonly seed: number;
  readonly traffic: readonly Traffic[];
  /** Entities of each kind. */
  readonly entities: number;
  readonly tell: (line: string) => void;
  /** Keeps what helps to understand what went wrong. */
  readonly keep: (name: string, text: string) => void;
}

const LIMIT_MS = 60_000;
const CALM_MS = 1_500;

/** One fault and the load of its own mini program. */
export class FaultRun {
  private readonly played: readonly Played[];
  private readonly scene: Scene;
  private result: FaultResult;

  constructor(
    private readonly fault: Fault,
    private readonly options: FaultRunOptions,
  ) {
    const { field, appId, seed, traffic, entities } = options;
    // A seed of its own for each fault: it plays the same whatever else is selected.
    const random = new Random(seedOf(seed, fault.name));
    this.played = traffic.map((kind) => ({ traffic: kind, plots: kind.write(entities, random) }));
    const stage = field.stage(appId);
    const load = new Load(
      this.played.flatMap(({ plots }) => plots),
      stage,
    );
    this.scene = { field, appId, wechat: field.wechat(appId), stage, load, random };
    this.result = { fault: fault.name, struck: 0, findings: [], convergedMs: null, seconds: 0 };
  }

  /** Plays the load, lets the fault strike, waits for quiet, compares, and puts everything back in its place. */
  async play(): Promise<FaultResult> {
    const startedAt = performance.now();
    try {
      this.result = { ...this.result, ...(await this.strikeAndCompare()) };
    } catch (error) {
      this.result = { ...this.result, failure: messageOf(error) };
    }
    try {
      await this.scale();
    } catch (error) {
      this.result = { ...this.result, failure: `afterwards not all services came up: ${messageOf(error)}` };
    }
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    this.result = { ...this.result, seconds };
    return this.result;
  }

  /** What was right once must still be. */
  async lookAgain(): Promise<FaultResult> {
    if (!isRight(this.result)) return this.result;
    const findings = await this.look().catch((error: unknown) => [
      { kind: 'other', about: 'the last look', what: messageOf(error) } as const,
    ]);
    return { ...this.result, findings };
  }

  private async strikeAndCompare(): Promise<Omit<FaultResult, 'fault' | 'seconds'>> {
    const { fault, scene, options } = this;
    await this.scale();
    await fault.prepare?.(scene);
    const [outcome] = await Promise.all([fault.strike(scene), scene.load.play()]);
    options.tell(`${fault.name}: the load is over, waiting for quiet`);
    const { findings, tookMs } = await converge(() => this.look(), {
      limitMs: fault.limitMs ?? LIMIT_MS,
      calmMs: CALM_MS,
    });
    const struck = typeof outcome === 'number' ? outcome : await outcome();
    const more = (await fault.check?.(scene)) ?? [];
    const all = [
      ...findings,
      ...more,
      ...scene.load.stuck.map(stuck),
      ...scene.field.takeCrashes().map(crash),
    ];
    if (all.length > 0) {
      const shown = await postMortem(scene, this.played, all);
      options.keep('entities.json', JSON.stringify(shown, null, 2));
    }
    return { struck, findings: all, convergedMs: tookMs, details: fault.details?.() };
  }

  private async scale(): Promise<void> {
    const { harms, replicas = 1 } = this.fault;
    if (harms === 'everybody') await this.scene.field.fleet.scale(replicas);
  }

  private look(): Promise<Finding[]> {
    return look(this.scene, this.played, this.fault.deadLetters?.(this.scene) ?? []);
  }
}

function stuck(what: string): Finding {
  return { kind: 'lost', about: 'story', what };
}

function crash(how: string): Finding {
  return { kind: 'other', about: 'process', what: how };
}
