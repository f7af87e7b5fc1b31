import type { Clock } from '@tongbu/platform';
import { beijingDay } from '../time/beijing-time';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { rulesFor, type QuotaRule } from './quota-rules';
import type { Quotas } from './quotas';
import { SlidingLog } from './sliding-log';

interface DayCount {
  day: string;
  used: number;
}

/** Counts one account's calls against its limits. A call refused for quota is not counted. */
export class QuotaLedger {
  private readonly days = new Map<string, DayCount>();
  private readonly logs = new Map<string, SlidingLog>();
  private clears = { month: '', used: 0 };

  constructor(
    private readonly clock: Clock,
    /** Read at each call: limits may change while calls run. */
    private readonly quotas: () => Quotas,
  ) {}

  /** Counts a call of `path`, or refuses it when a limit is used up. */
  admit(path: string): Refusal | undefined {
    const rules = rulesFor(path, this.quotas());
    const exceeded = rules.find((rule) => this.used(rule) >= rule.limit);
    if (exceeded !== undefined)
      return refuse(exceeded.errcode, `${exceeded.limit} in ${windowName(exceeded)}`);
    for (const rule of rules) this.record(rule);
    return undefined;
  }

  /** For `quota/get`: the daily limit of an endpoint, and what is used of it. */
  daily(path: string): { readonly limit: number; readonly used: number } {
    const rule = rulesFor(path, this.quotas()).find(({ window }) => window === 'day');
    return rule === undefined ? { limit: 0, used: 0 } : { limit: rule.limit, used: this.used(rule) };
  }

  /** Sets all daily counters to zero; refused when the month's allowance of doing so is used up. */
  clearDays(): Refusal | undefined {
    if (!this.mayClear()) return refuse(ERR.CLEAR_QUOTA_USED_UP);
    this.days.clear();
    return undefined;
  }

  /** The same for the daily counter of one endpoint; both use up the same allowance. */
  clearDayOf(path: string): Refusal | undefined {
    if (!this.mayClear()) return refuse(ERR.CLEAR_QUOTA_USED_UP);
    for (const { counter, window } of rulesFor(path, this.quotas()))
      if (window === 'day') this.days.delete(counter);
    return undefined;
  }

  private mayClear(): boolean {
    const month = beijingDay(this.clock.now()).slice(0, 7);
    if (this.clears.month !== month) this.clears = { month, used: 0 };
    if (this.clears.used >= this.quotas().clearQuotaPerMonth) return false;
    this.clears.used += 1;
    return true;
  }

  private used(rule: QuotaRule): number {
    if (rule.window !== 'day') return this.logOf(rule).count(this.clock.monotonic(), rule.window);
    const count = this.days.get(rule.counter);
    return count?.day === beijingDay(this.clock.now()) ? count.used : 0;
  }

  private record(rule: QuotaRule): void {
    if (rule.window !== 'day') this.logOf(rule).add(this.clock.monotonic());
    else this.days.set(rule.counter, { day: beijingDay(this.clock.now()), used: this.used(rule) + 1 });
  }

  private logOf({ counter }: QuotaRule): SlidingLog {
    const known = this.logs.get(counter);
    if (known !== undefined) return known;
    const log = new SlidingLog();
    this.logs.set(counter, log);
    return log;
  }
}

function windowName({ window }: QuotaRule): string {
  return window === 'day' ? 'a day' : `any ${window / 1_000} s`;
}
