import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, messageOf } from '@tongbu/platform';
import type { GuardedProcess } from '../processes/guarded-process';

/**
 * Waits until `check` resolves. Fails as soon as the process has ended, or after `timeoutMs`, with the end of its log.
 */
export async function waitUntilHealthy(
  process: GuardedProcess,
  check: () => Promise<unknown>,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      const ended = process.exitStatus;
      if (ended !== undefined) {
        const how = ended.signal ?? `exit code ${ended.code}`;
        throw new CodedError(
          'part-ended',
          `${process.name} ended while starting (${how}). The end of its log:\n${process.logTail()}`,
          /address already in use|failed to bind/i.test(process.logTail(60)),
        );
      }
      if (performance.now() > deadline) {
        throw new CodedError(
          'part-not-healthy',
          `${process.name} is not ready after ${timeoutMs / 1000} s (${messageOf(error)}). The end of its log:\n${process.logTail()}`,
          false,
          { cause: error },
        );
      }
    }
    await sleep(50);
  }
}

/** Starts a part again, on other ports, when somebody took its port between choosing and listening. */
export async function withPortRetry<T>(start: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(attempt);
    } catch (error) {
      if (!(error instanceof CodedError && error.retriable) || attempt === 3) throw error;
    }
  }
}
