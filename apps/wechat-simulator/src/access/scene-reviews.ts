import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import { decide, type Verdict } from '../audits/audit-rules';
import type { AuditTimers } from '../audits/audit-timers';
import { sceneAuditEvent } from '../callbacks/access-events';
import type { EventPusher } from '../callbacks/events';
import { allTasksDeclared } from './access-tasks';
import { nextSceneStatus, SCENE_CHECKS, sceneName, type SceneReview } from './scenes';
import { sceneStatusOf } from './register-view';

export interface SceneVerdict extends Verdict {
  /** What of a rejected scene failed; everything when left out. */
  readonly failedChecks?: readonly number[] | undefined;
}

/** Reviews whether a mini program may sell in a scene. */
export class SceneReviews {
  constructor(
    private readonly timers: AuditTimers,
    private readonly pusher: EventPusher,
  ) {}

  /** `register/apply_scene`. */
  apply(app: App, sceneGroup: number): Result<Payload> {
    if (!allTasksDeclared(app.access)) return refuse(ERR.TASK_NOT_FINISHED, 'access tasks are open');
    const next = nextSceneStatus(sceneStatusOf(app, sceneGroup), 'apply');
    if (!next.ok) return next;
    const review: SceneReview = {
      sceneGroup,
      due: undefined,
      status: next.value,
      reason: '',
      failedChecks: [],
    };
    review.due = this.timers.start(timerKey(app, review), app.settings.auditDelayMs, () =>
      this.decide(app, review),
    );
    app.access.scenes.set(sceneGroup, review);
    app.revision.advance();
    return accept({});
  }

  settle(
    app: App,
    review: SceneReview,
    { verdict, reason, failedChecks = SCENE_CHECKS.map(({ id }) => id) }: SceneVerdict,
  ): Refusal | undefined {
    const next = nextSceneStatus(review.status, verdict);
    if (!next.ok) return next;
    this.timers.stop(timerKey(app, review));
    review.due = undefined;
    review.status = next.value;
    review.reason = reason;
    review.failedChecks = verdict === 'reject' ? failedChecks : [];
    openIfApproved(app, review);
    app.revision.advance();
    this.pusher.push(app, sceneAuditEvent(review));
    return undefined;
  }

  /** Goes on with the reviews of an earlier run. */
  resume(app: App): void {
    for (const review of app.access.scenes.values()) {
      openIfApproved(app, review);
      if (review.due !== undefined)
        this.timers.resume(timerKey(app, review), review.due, () => this.decide(app, review));
    }
  }

  /** No scene was ever applied for. */
  forget(app: App): void {
    for (const review of app.access.scenes.values()) this.timers.stop(timerKey(app, review));
    app.access.scenes.clear();
  }

  private decide(app: App, review: SceneReview): void {
    const { sceneGroup } = review;
    const subject = { title: sceneName(sceneGroup), sceneGroup };
    this.settle(app, review, decide(app.settings.auditRules, subject));
  }
}

function openIfApproved({ settings }: App, { sceneGroup, status }: SceneReview): void {
  if (status === 1 && !settings.sceneGroups.includes(sceneGroup))
    settings.sceneGroups = [...settings.sceneGroups, sceneGroup];
}

function timerKey({ appId }: App, { sceneGroup }: SceneReview): string {
  return `${appId}/scene/${sceneGroup}`;
}
