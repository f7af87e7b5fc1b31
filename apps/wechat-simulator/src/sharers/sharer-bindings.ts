import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { refuse, type Payload, type Refusal } from '../api/result';
import type { EventPusher } from '../callbacks/events';
import { sharerBindEvent, sharerCardEvent, type CardKind } from '../callbacks/sharer-events';
import type { FaultPlan } from '../faults/fault-plan';
import type { Promoter } from '../promoters/promoter';
import type { DueTimers } from '../time/due-timers';
import { strangerOf, type Sharer } from './sharer';
import { nextSharerState, type SharerAction } from './sharer-machine';

const DAY_MS = 86_400_000;
const INVITATION_MS = 7 * DAY_MS;
const BOUND_FOR_MS = 30 * DAY_MS;
const MOST_MINI_PROGRAMS = 5;
const OPENID = /^[\w-]{1,128}$/;
export const BIND_PATH = '/shop/sharer/bind';
export const UNBIND_PATH = '/shop/sharer/unbind';

/** Why an invitation was sent or not: code, and whether another try may help. */
const REASONS = {
  ok: { reason_code: 0, result_code: 0 },
  busy: { reason_code: 100, result_code: 1 },
  'too-many-sharers': { reason_code: 200, result_code: 2 },
  'openid-wrong': { reason_code: 201, result_code: 2 },
  'already-bound': { reason_code: 202, result_code: 2 },
  'refuses-invitations': { reason_code: 203, result_code: 2 },
  'invited-too-often': { reason_code: 204, result_code: 1 },
} as const;
type Reason = keyof typeof REASONS;
type UnbindList = 'success_list' | 'fail_list' | 'refuse_list';

/** How sharers are bound and unbound, by calls of the merchant and by what the users do. */
export class SharerBindings {
  constructor(
    private readonly clock: Clock,
    private readonly timers: DueTimers,
    private readonly pusher: EventPusher,
    private readonly faults: FaultPlan,
  ) {}

  /** `sharer/bind`: sends invitations, and binds nobody. */
  invite(app: App, openids: readonly string[]): Payload {
    const results = openids.map((openid) => ({ openid, ...REASONS[this.inviteOne(app, openid)] }));
    const withResult = (code: number) =>
      results.filter(({ result_code }) => result_code === code).map(({ openid }) => openid);
    return {
      success_list: withResult(0),
      fail_list: withResult(1),
      refuse_list: withResult(2),
      result_list: results,
    };
  }

  /** `sharer/unbind`. */
  unbind(app: App, openids: readonly string[]): Payload {
    const lists: Record<UnbindList, string[]> = { success_list: [], fail_list: [], refuse_list: [] };
    for (const openid of openids) lists[this.unbindOne(app, openid)].push(openid);
    return lists;
  }

  accept(app: App, sharer: Sharer): Refusal | undefined {
    if (sharer.otherMiniPrograms >= MOST_MINI_PROGRAMS)
      return refuse(ERR.NOT_SUPPORTED, `the user shares for ${MOST_MINI_PROGRAMS} mini programs already`);
    const refusal = this.move(app, sharer, 'accept');
    if (refusal !== undefined) return refusal;
    sharer.boundAt = this.clock.now();
    this.pusher.push(app, sharerBindEvent(sharer, 'bound'));
    return undefined;
  }

  refuse(app: App, sharer: Sharer, forGood: boolean): Refusal | undefined {
    const refusal = this.move(app, sharer, 'refuse');
    if (refusal === undefined && forGood) sharer.refusesInvitations = true;
    return refusal;
  }

  expire(app: App, sharer: Sharer): Refusal | undefined {
    return this.move(app, sharer, 'expire');
  }

  /** Ends a binding, whoever wants it: not before 30 days have passed. */
  end(app: App, sharer: Sharer): Refusal | undefined {
    const { boundAt } = sharer;
    if (sharer.state === 'bound' && boundAt !== undefined && this.age(boundAt) < BOUND_FOR_MS)
      return refuse(ERR.NOT_SUPPORTED, 'bound less than 30 days ago');
    const refusal = this.move(app, sharer, 'unbind');
    if (refusal === undefined) this.pusher.push(app, sharerBindEvent(sharer, 'unbound'));
    return refusal;
  }

  /** A sharer makes a card. It is told only of one who shares for nobody else; answers whether it was. */
  makeCard(app: App, sharer: Sharer, kind: CardKind, promoter: Promoter): boolean {
    const told = sharer.state === 'bound' && sharer.otherMiniPrograms === 0;
    if (told) this.pusher.push(app, sharerCardEvent(sharer, kind, promoter));
    return told;
  }

  /** Goes on waiting for answers to the invitations of an earlier run. */
  resume(app: App): void {
    for (const sharer of app.sharers.all())
      if (sharer.expiresAt !== undefined) this.waitForAnswer(app, sharer, sharer.expiresAt);
  }

  private inviteOne(app: App, openid: string): Reason {
    if (!OPENID.test(openid) || app.openids.isOfAnother(app.appId, openid)) return 'openid-wrong';
    const sharer = app.sharers.find(openid) ?? strangerOf(openid);
    if (sharer.state === 'bound') return 'already-bound';
    if (sharer.refusesInvitations) return 'refuses-invitations';
    const { sharers, sharerInvitesPerDay, sharerInviteSpacingSeconds } = app.settings.quotas;
    if (sharer.state !== 'invited' && app.sharers.placesTaken >= sharers) return 'too-many-sharers';
    const ofLastDay = sharer.invitations.filter((at) => this.age(at) < DAY_MS);
    const latest = ofLastDay.at(-1);
    const tooSoon = latest !== undefined && this.age(latest) < sharerInviteSpacingSeconds * 1_000;
    if (tooSoon || ofLastDay.length >= sharerInvitesPerDay) return 'invited-too-often';
    if (this.faults.busyWithUser(app.appId, BIND_PATH)) return 'busy';
    const now = this.clock.now();
    sharer.invitations = [...ofLastDay, now];
    app.openids.claim(app.appId, openid);
    this.move(app, sharer, 'invite');
    this.waitForAnswer(app, sharer, new Date(now.getTime() + INVITATION_MS));
    return 'ok';
  }

  private unbindOne(app: App, openid: string): UnbindList {
    const sharer = app.sharers.find(openid);
    if (sharer?.state !== 'bound') return 'refuse_list';
    if (this.faults.busyWithUser(app.appId, UNBIND_PATH)) return 'fail_list';
    return this.end(app, sharer) === undefined ? 'success_list' : 'refuse_list';
  }

  private move(app: App, sharer: Sharer, action: SharerAction): Refusal | undefined {
    const next = nextSharerState(sharer.state, action);
    if (!next.ok) return next;
    sharer.state = next.value;
    sharer.expiresAt = undefined;
    this.timers.stop(timerKey(app, sharer));
    app.sharers.put(sharer);
    app.revision.advance();
    return undefined;
  }

  private waitForAnswer(app: App, sharer: Sharer, until: Date): void {
    sharer.expiresAt = until;
    this.timers.start(timerKey(app, sharer), until, () => void this.expire(app, sharer));
  }

  private age(moment: Date): number {
    return this.clock.now().getTime() - moment.getTime();
  }
}

function timerKey({ appId }: App, { openid }: Sharer): string {
  return `${appId}/sharer/${openid}`;
}
