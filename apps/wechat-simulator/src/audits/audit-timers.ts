import type { Clock } from '@tongbu/platform';
import type { IssuedIds } from '../state/issued-ids';
import type { Cancel, Scheduler } from '../time/scheduler';
import type { Random } from '../time/random';

interface Running {
  readonly due: Date;
  readonly cancel: Cancel;
}

/** Reviews in progress: each ends after a random time, unless it is withdrawn or decided before. */
export class AuditTimers {
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly clock: Clock,
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private readonly issued: IssuedIds,
  ) {}

  newAuditId(): string {
    this.issued.audits += 1;
    return `au${this.issued.audits.toString(36).padStart(6, '0')}${this.random.hex(10)}`;
  }

  start(auditId: string, delayMs: { readonly min: number; readonly max: number }, decide: () => void): void {
    const delay = this.random.between(delayMs.min, delayMs.max);
    this.run(auditId, new Date(this.clock.now().getTime() + delay), delay, decide);
  }

  /** Goes on with a review of an earlier run; one that fell due meanwhile ends at once. */
  resume(auditId: string, due: Date, decide: () => void): void {
    this.run(auditId, due, Math.max(0, due.getTime() - this.clock.now().getTime()), decide);
  }

  /** When a review ends; nothing when it is not in progress. */
  dueOf(auditId: string): Date | undefined {
    return this.running.get(auditId)?.due;
  }

  stop(auditId: string): void {
    this.running.get(auditId)?.cancel();
    this.running.delete(auditId);
  }

  stopAll(): void {
    for (const { cancel } of this.running.values()) cancel();
    this.running.clear();
  }

  private run(auditId: string, due: Date, delay: number, decide: () => void): void {
    const cancel = this.scheduler.after(delay, () => {
      this.running.delete(auditId);
      decide();
    });
    this.running.set(auditId, { due, cancel });
  }
}
