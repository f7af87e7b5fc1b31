import type { Stack } from '../libs/testing/src/index';

/** Stops what stack.setup.ts started. */
export default async function tearDownStack(): Promise<void> {
  const { tongbuStack } = globalThis as { tongbuStack?: Stack };
  await tongbuStack?.stop();
}
