import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import type { QualificationAuditor } from '../audits/qualification-auditor';
import { registrationEvent } from '../callbacks/access-events';
import type { EventPusher } from '../callbacks/events';
import type { DueTimers } from '../time/due-timers';
import { nextRegistration, type RegistrationAction } from './registration-machine';
import type { SceneReviews } from './scene-reviews';

const CONFIRMATION_MS = 24 * 3_600_000;

/** How the component is applied for, opened and withdrawn, whoever does it: a call, the administrator, or the platform. */
export class Registrations {
  constructor(
    private readonly clock: Clock,
    private readonly timers: DueTimers,
    private readonly pusher: EventPusher,
    private readonly qualifications: QualificationAuditor,
    private readonly scenes: SceneReviews,
  ) {}

  /** `register/apply`. An application that waits already goes on waiting for no longer than it would have. */
  apply(app: App): Result<Payload> {
    const { access } = app;
    if (access.registration === 'confirming') {
      access.repeatedApplications += 1;
      app.revision.advance();
      return accept({});
    }
    if (access.registration === 'withdrawn' && access.refusesReapplication)
      return refuse(ERR.ALREADY_JOINED, 'withdrawn before: apply in the console');
    return this.applyInConsole(app) ?? accept({});
  }

  applyInConsole(app: App): Refusal | undefined {
    const refusal = this.move(app, 'apply');
    if (refusal !== undefined) return refusal;
    app.access.refusesReapplication = false;
    this.waitForConfirmation(app, new Date(this.clock.now().getTime() + CONFIRMATION_MS));
    return undefined;
  }

  /** The administrator confirms the agreement inside WeChat. */
  confirm(app: App): Refusal | undefined {
    return this.open(app, 'confirm');
  }

  /** What lies behind the account stays as it was. */
  openAtOnce(app: App): Refusal | undefined {
    return this.open(app, 'open-at-once');
  }

  /** Of what lies behind the account, only categories and brands are taken back. */
  closeAtOnce(app: App): Refusal | undefined {
    const refusal = this.move(app, 'withdraw');
    if (refusal !== undefined) return refusal;
    app.access.approvalsCleared = true;
    app.clearApprovals();
    this.pusher.push(app, registrationEvent('withdrawn'));
    return undefined;
  }

  /** Nobody confirmed: the application is gone, and nobody is told. */
  lapse(app: App): Refusal | undefined {
    return this.move(app, 'lapse');
  }

  /** Orders and products stay; approvals, and everything that led to the sale in a scene, begin anew. */
  withdraw(app: App, refusesReapplication: boolean): Refusal | undefined {
    const { access } = app;
    const refusal = this.closeAtOnce(app);
    if (refusal !== undefined) return refusal;
    access.refusesReapplication = refusesReapplication;
    access.openedAt = undefined;
    access.seen.clear();
    access.declared.clear();
    access.scenesClosed = true;
    app.settings.sceneGroups = [];
    this.scenes.forget(app);
    this.qualifications.forget(app);
    return undefined;
  }

  ban(app: App, reason: string): Refusal | undefined {
    const refusal = this.move(app, 'ban');
    if (refusal === undefined) app.access.banReason = reason;
    return refusal;
  }

  liftBan(app: App): Refusal | undefined {
    const refusal = this.move(app, 'lift-ban');
    if (refusal === undefined) app.access.banReason = '';
    return refusal;
  }

  /** The mini program was released; its access counts only a release of after the opening. */
  release(app: App): void {
    app.access.releasedAt = this.clock.now();
    app.revision.advance();
  }

  /** Goes on with what an earlier run left. */
  resume(app: App): void {
    const { access } = app;
    if (access.approvalsCleared) app.clearApprovals();
    if (access.scenesClosed) app.settings.sceneGroups = [];
    if (access.confirmBy !== undefined) this.waitForConfirmation(app, access.confirmBy);
    this.scenes.resume(app);
  }

  private open(app: App, action: 'confirm' | 'open-at-once'): Refusal | undefined {
    const refusal = this.move(app, action);
    if (refusal !== undefined) return refusal;
    app.access.openedAt = this.clock.now();
    this.pusher.push(app, registrationEvent('opened'));
    return undefined;
  }

  private move(app: App, action: RegistrationAction): Refusal | undefined {
    const { access } = app;
    const next = nextRegistration(access.registration, action);
    if (!next.ok) return next;
    access.registration = next.value;
    access.confirmBy = undefined;
    this.timers.stop(timerKey(app));
    app.revision.advance();
    return undefined;
  }

  private waitForConfirmation(app: App, until: Date): void {
    app.access.confirmBy = until;
    this.timers.start(timerKey(app), until, () => void this.lapse(app));
  }
}

function timerKey({ appId }: App): string {
  return `${appId}/registration`;
}
