import type { Clock } from '@tongbu/platform';
import type { IssuedIds } from '../state/issued-ids';
import type { DueTimers } from '../time/due-timers';
import type { Random } from '../time/random';

/** Reviews in progress: each ends after a random time, unless it is withdrawn or decided before. */
export class AuditTimers {
  constructor(
    private readonly clock: Clock,
    private readonly timers: DueTimers,
    private readonly random: Random,
    private readonly issued: IssuedIds,
  ) {}

  newAuditId(): string {
    this.issued.audits += 1;
    return `au${this.issued.audits.toString(36).padStart(6, '0')}${this.random.hex(10)}`;
  }

  /** Answers with when the review will end. */
  start(auditId: string, delayMs: { readonly min: number; readonly max: number }, decide: () => void): Date {
    const due = new Date(this.clock.now().getTime() + this.random.between(delayMs.min, delayMs.max));
    this.timers.start(auditId, due, decide);
    return due;
  }

  /** Goes on with a review of an earlier run; one that fell due meanwhile ends at once. */
  resume(auditId: string, due: Date, decide: () => void): void {
    this.timers.start(auditId, due, decide);
  }

  stop(auditId: string): void {
    this.timers.stop(auditId);
  }
}
