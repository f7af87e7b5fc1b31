import { messageOf } from '@tongbu/platform';
import { Random } from '../../../apps/wechat-simulator/src/time/random';
import type { Fault, Scene } from '../fault';
import type { Field } from '../field/field';
import type { Finding } from '../judging/finding';
import { isRight, type FaultResult } from '../report/result';
import type { Traffic } from '../traffic/traffic';
import { converge, type Converged } from './converge';
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
  private startedAt = 0;
  private outcome: Awaited<ReturnType<Fault['strike']>> = 0;
  private converged: Converged = { findings: [], tookMs: null };
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

  /**
   * Plays the load, lets the fault strike, waits until nothing is wrong, and puts everything back in its place: another may
   * begin while {@link judge} goes on watching. Strikes once `mayStrike`; answers false when it may not, having shown nothing.
   */
  async play(mayStrike: Promise<boolean> = Promise.resolve(true)): Promise<boolean> {
    this.startedAt = performance.now();
    try {
      const { fault, scene, options } = this;
      await this.scale();
      await fault.prepare?.(scene);
      const playing = scene.load.play();
      if (!(await mayStrike)) return false;
      [this.outcome] = await Promise.all([fault.strike(scene), playing]);
      options.tell(`${fault.name}: the load is over, waiting for quiet`);
      this.converged = await converge(() => this.look(), { limitMs: this.limitMs, calmMs: 0 });
    } catch (error) {
      this.failed(messageOf(error));
    }
    try {
      await this.scale();
    } catch (error) {
      this.failed(`afterwards not all services came up: ${messageOf(error)}`);
    }
    return mayStrike;
  }

  /** Watches for a while whether all stays right, and compares. */
  async judge(): Promise<FaultResult> {
    try {
      if (this.result.failure === undefined) this.result = { ...this.result, ...(await this.compare()) };
    } catch (error) {
      this.failed(messageOf(error));
    }
    const seconds = Math.round((performance.now() - this.startedAt) / 100) / 10;
    this.result = { ...this.result, seconds };
    return this.result;
  }

  /** What was right once must still be. */
  async lookAgain(): Promise<FaultResult> {
    const more = await this.orWrong(async () => (await this.fault.checkAtEnd?.(this.scene)) ?? []);
    const again = isRight(this.result) ? await this.orWrong(() => this.look()) : this.result.findings;
    return { ...this.result, findings: [...again, ...more] };
  }

  private orWrong(attempt: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
    return attempt().catch((error: unknown) => [
      { kind: 'other', about: 'the last look', what: messageOf(error) },
    ]);
  }

  private async compare(): Promise<Pick<FaultResult, 'struck' | 'findings' | 'convergedMs' | 'details'>> {
    const { fault, scene, options, outcome } = this;
    const { findings, tookMs } = await this.watch();
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

  /** Something may still happen twice, and what is right may not stay so. */
  private async watch(): Promise<Converged> {
    const { tookMs: already } = this.converged;
    if (already === null) return this.converged;
    const { findings, tookMs } = await converge(() => this.look(), {
      limitMs: this.limitMs - already,
      calmMs: CALM_MS,
    });
    // At once, it has been right ever since the look before.
    return { findings, tookMs: tookMs === null ? null : already + tookMs };
  }

  private failed(failure: string): void {
    this.result = { ...this.result, failure: this.result.failure ?? failure };
  }

  private get limitMs(): number {
    return this.fault.limitMs ?? LIMIT_MS;
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
