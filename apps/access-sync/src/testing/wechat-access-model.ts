import { ChannelFaults, refusedWith, type ChannelCall, type ChannelResult } from '@tongbu/sync-engine';
import type { AccessTask, SceneState } from '@tongbu/wechat';
import type { Generation } from '../access/access';
import { TASK_OF_STEP, TASK_STEPS } from '../access/access.tasks';
import { AccessChannel, type CheckedRegistration } from '../channel/access-channel';

const done = <T>(value: T): ChannelResult<T> => ({ ok: true, value, note: {} });
const TASK_NOT_FINISHED = 1040041;

/** One mini program's registration at WeChat, as far as it is documented. */
export class WechatAccessModel extends AccessChannel {
  readonly faults: ChannelFaults;
  readonly calls: string[] = [];
  registration: 'absent' | 'confirming' | 'open' | 'banned' = 'absent';
  applications = 0;
  sceneApplications = 0;
  refusesApplications = false;
  readonly seen = new Set<AccessTask>();
  readonly declared = new Set<AccessTask>();
  scene: SceneState = 'not-reviewed';
  reason = '';

  constructor(
    now: () => Date,
    private readonly generationOfIt: Generation = 'second',
  ) {
    super();
    this.faults = new ChannelFaults(now);
  }

  override generation(): Generation {
    return this.generationOfIt;
  }

  confirm(): void {
    if (this.registration === 'confirming') this.registration = 'open';
  }

  /** Of the application, or of the component. */
  withdraw(): void {
    this.registration = 'absent';
    this.seen.clear();
    this.declared.clear();
    this.scene = 'not-reviewed';
  }

  judge(verdict: 'open' | 'refused', reason = ''): void {
    if (this.scene !== 'in-review') return;
    this.scene = verdict;
    this.reason = reason;
  }

  override check(call: ChannelCall): Promise<ChannelResult<CheckedRegistration | null>> {
    return this.run(call, 'check', () => {
      if (this.registration !== 'open' && this.registration !== 'banned') return done(null);
      const tasks = TASK_STEPS.map((step) => TASK_OF_STEP[this.generationOfIt][step]);
      return done({
        banned: this.registration === 'banned',
        rejectReason: this.registration === 'banned' ? '违规' : '',
        tasks: tasks.map(
          (task) => [task, { seen: this.seen.has(task), declared: this.declared.has(task) }] as const,
        ),
        allTasksDone: tasks.every((task) => this.declared.has(task)),
        scenes: [{ id: 1, name: '视频号', state: this.scene, reason: this.reason, checks: [] }],
      });
    });
  }

  override apply(call: ChannelCall): Promise<ChannelResult<void>> {
    return this.run(call, 'apply', () => {
      if (this.refusesApplications || this.registration === 'open' || this.registration === 'banned')
        return refusedWith(1040002);
      this.registration = 'confirming';
      this.applications += 1;
      return done(undefined);
    });
  }

  override setAccount(call: ChannelCall): Promise<ChannelResult<void>> {
    return this.run(call, 'set-account', () =>
      this.registration === 'open' ? done(undefined) : this.shut(),
    );
  }

  override declare(call: ChannelCall, task: AccessTask): Promise<ChannelResult<void>> {
    return this.run(call, `declare ${task}`, () => {
      if (this.registration !== 'open') return this.shut();
      const hasInterface = task !== 'testing' && task !== 'release';
      if (hasInterface && !this.seen.has(task)) return refusedWith(TASK_NOT_FINISHED);
      this.declared.add(task);
      return done(undefined);
    });
  }

  override applyForScene(call: ChannelCall): Promise<ChannelResult<void>> {
    return this.run(call, 'apply-scene', () => {
      if (this.registration !== 'open') return this.shut();
      if (this.declared.size < TASK_STEPS.length) return refusedWith(TASK_NOT_FINISHED);
      if (this.scene === 'in-review' || this.scene === 'open') return refusedWith(1040044);
      this.scene = 'in-review';
      this.sceneApplications += 1;
      return done(undefined);
    });
  }

  private shut() {
    return refusedWith(1040003, 'permanent', 'account');
  }

  private async run<T>(
    _: ChannelCall,
    name: string,
    apply: () => ChannelResult<T>,
  ): Promise<ChannelResult<T>> {
    return this.faults.run(() => {
      this.calls.push(name);
      return apply();
    });
  }
}
