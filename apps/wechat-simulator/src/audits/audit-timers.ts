import type { Cancel, Scheduler } from '../time/scheduler';
import type { Random } from '../time/random';

/** Reviews in progress: each ends after a random time, unless it is withdrawn or decided before. */
export class AuditTimers {
  private readonly running = new Map<string, Cancel>();
  private issued = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
  ) {}

  newAuditId(): string {
    this.issued += 1;
    return `au${this.issued.toString(36).padStart(6, '0')}${this.random.hex(10)}`;
  }

  start(auditId: string, delayMs: { readonly min: number; readonly max: number }, decide: () => void): void {
    const delay = this.random.between(delayMs.min, delayMs.max);
    this.running.set(
      auditId,
      this.scheduler.after(delay, () => {
        this.running.delete(auditId);
        decide();
      }),
    );
  }

  stop(auditId: string): void {
    this.running.get(auditId)?.();
    this.running.delete(auditId);
  }

  stopAll(): void {
    for (const cancel of this.running.values()) cancel();
    this.running.clear();
  }
}
