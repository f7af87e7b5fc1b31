import { setTimeout as sleep } from 'node:timers/promises';

/** As long as a statement or a call nearby takes, without its cost. */
export const IO_MS = 1;

export async function io(): Promise<void> {
  await sleep(IO_MS);
}
