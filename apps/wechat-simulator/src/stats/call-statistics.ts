import { SPU_SUBMIT_PATHS } from '../quota/quota-rules';
import { PeakWindows } from './peak-windows';

const WINDOWS_MS = [1_000, 5_000, 30_000, 60_000];
const HOUR_MS = 3_600_000;
/** `spu/add` and `spu/update` share a quota, so they are also counted together. */
const SPU_SUBMIT = 'spu add+update';

interface Seen {
  total: number;
  accepted: number;
  ok: number;
  quotaRefusals: number;
  readonly errcodes: Map<number, number>;
  readonly totalPeaks: PeakWindows;
  readonly acceptedPeaks: PeakWindows;
}

/** What one account's calls looked like, per endpoint. */
export class CallStatistics {
  private readonly seen = new Map<string, Seen>();
  private readonly unknownFields = new Map<string, Map<string, number>>();

  arrived(path: string, moment: number): void {
    for (const seen of this.groupsOf(path)) {
      seen.total += 1;
      seen.totalPeaks.add(moment);
    }
  }

  /** The call passed the quotas. */
  admitted(path: string, moment: number): void {
    for (const seen of this.groupsOf(path)) {
      seen.accepted += 1;
      seen.acceptedPeaks.add(moment);
    }
  }

  refusedForQuota(path: string): void {
    for (const seen of this.groupsOf(path)) seen.quotaRefusals += 1;
  }

  answered(path: string, errcode: number): void {
    for (const seen of this.groupsOf(path)) {
      if (errcode === 0) seen.ok += 1;
      seen.errcodes.set(errcode, (seen.errcodes.get(errcode) ?? 0) + 1);
    }
  }

  sawUnknownFields(path: string, fields: readonly string[]): void {
    if (fields.length === 0) return;
    const counts = this.unknownFields.get(path) ?? new Map<string, number>();
    for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
    this.unknownFields.set(path, counts);
  }

  report(): object {
    return {
      endpoints: Object.fromEntries(
        [...this.seen].map(([path, seen]) => [
          path,
          {
            total: seen.total,
            accepted: seen.accepted,
            ok: seen.ok,
            quotaRefusals: seen.quotaRefusals,
            errcodes: Object.fromEntries(seen.errcodes),
            highestTotal: seen.totalPeaks.highest(),
            highestAccepted: seen.acceptedPeaks.highest(),
          },
        ]),
      ),
      unknownFieldsSeen: Object.fromEntries(
        [...this.unknownFields].map(([path, counts]) => [path, Object.fromEntries(counts)]),
      ),
    };
  }

  private groupsOf(path: string): Seen[] {
    const own = this.entry(path, WINDOWS_MS);
    return SPU_SUBMIT_PATHS.includes(path) ? [own, this.entry(SPU_SUBMIT, [...WINDOWS_MS, HOUR_MS])] : [own];
  }

  private entry(name: string, windows: readonly number[]): Seen {
    const known = this.seen.get(name);
    if (known !== undefined) return known;
    const created: Seen = {
      total: 0,
      accepted: 0,
      ok: 0,
      quotaRefusals: 0,
      errcodes: new Map(),
      totalPeaks: new PeakWindows(windows),
      acceptedPeaks: new PeakWindows(windows),
    };
    this.seen.set(name, created);
    return created;
  }
}
