import { messageOf } from '@tongbu/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../judging/finding';

export interface ConvergeOptions {
  /** How long it may take, in ms. */
  readonly limitMs: number;
  /** How long it is watched afterwards: something may still happen twice. */
  readonly calmMs: number;
  readonly everyMs?: number;
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface Converged {
  /** What was wrong at the last look. */
  readonly findings: readonly Finding[];
  /** When nothing was wrong any more, for good; null when it was to the end. */
  readonly tookMs: number | null;
}

/** Looks again and again until nothing has been wrong for a while, or time is up. */
export async function converge(
  look: () => Promise<readonly Finding[]>,
  { limitMs, calmMs, everyMs = 300, now = () => performance.now(), pause = sleep }: ConvergeOptions,
): Promise<Converged> {
  const startedAt = now();
  let cleanSince: number | undefined;
  for (;;) {
    const lookedAt = now();
    const findings = await look().catch((error: unknown) => [cannotLook(error)]);
    if (findings.length > 0) cleanSince = undefined;
    else cleanSince ??= lookedAt;
    if (cleanSince !== undefined && now() - cleanSince >= calmMs) {
      return { findings, tookMs: Math.round(cleanSince - startedAt) };
    }
    // Nothing wrong at the last moment is watched to the end of its time.
    if (cleanSince === undefined && now() - startedAt > limitMs) return { findings, tookMs: null };
    await pause(everyMs);
  }
}

/** While a part is away nobody can tell. */
function cannotLook(error: unknown): Finding {
  return { kind: 'other', about: 'the comparison', what: `cannot look: ${messageOf(error)}` };
}
