import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@tongbu/platform';

export interface EventuallyOptions {
  /** 60 000 ms when left out: what is quick on an idle machine may take that long on a busy one. */
  readonly timeoutMs?: number;
  /** Pause between attempts; 25 ms when left out. */
  readonly intervalMs?: number;
}

/**
 * Repeats `attempt` until it neither throws nor gives `false`, and returns what it gave. A test waits with it for a
 * condition instead of sleeping.
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 60_000, intervalMs = 25 }: EventuallyOptions = {},
): Promise<Exclude<Awaited<T>, false>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let problem: unknown = new Error('the condition stayed false');
    try {
      const result = await attempt();
      if (result !== false) return result as Exclude<Awaited<T>, false>;
    } catch (error) {
      problem = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${messageOf(problem)}`, { cause: problem });
    }
    await sleep(intervalMs);
  }
}
