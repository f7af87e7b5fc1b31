import { SystemClock } from '@tongbu/platform';
import { refusedWith, type ChannelResult } from '@tongbu/sync-engine';
import { askInTime } from './ask-in-time';

const clock = new SystemClock();
const within = (ms: number) => clock.monotonic() + ms;
const answer = (value: string): ChannelResult<string> => ({ ok: true, value, note: {} });
const turnIn = (ms: number): ChannelResult<string> => ({
  ok: false,
  error: { kind: 'not-sent', reason: 'quota', retryAt: new Date(clock.now().getTime() + ms) },
  note: {},
});

/** Answers these, one after the other; the last one again and again. */
function channel(...answers: (() => ChannelResult<string>)[]) {
  const asked = jest.fn(async () => (answers.length > 1 ? answers.shift() : answers[0])!());
  return asked;
}

it('waits for a turn within the quota while there is time', async () => {
  const ask = channel(
    () => turnIn(30),
    () => answer('now'),
  );
  expect(await askInTime(clock, within(5_000), ask)).toEqual({ kind: 'answered', value: 'now' });
  expect(ask).toHaveBeenCalledTimes(2);
});

it('does not wait for a turn that comes too late', async () => {
  const ask = channel(() => turnIn(60_000));
  expect(await askInTime(clock, within(5_000), ask)).toEqual({ kind: 'late' });
  expect(ask).toHaveBeenCalledTimes(1);
});

it('asks again after an answer that WeChat is busy, and not after a refusal', async () => {
  const ask = channel(
    () => refusedWith(-1, 'transient'),
    () => refusedWith(1010044),
  );
  expect(await askInTime(clock, within(5_000), ask)).toMatchObject({ kind: 'refused' });
  expect(ask).toHaveBeenCalledTimes(2);
});

it('tells of a contradiction at once', async () => {
  const ask = channel(() => refusedWith(1010043));
  expect(await askInTime(clock, within(5_000), ask)).toMatchObject({ kind: 'contradicted', code: 1010043 });
});

it('gives up when no answer comes, and asks nothing when no time is left', async () => {
  const silent = jest.fn(() => new Promise<never>(() => undefined));
  expect(await askInTime(clock, within(20), silent)).toEqual({ kind: 'late' });
  expect(await askInTime(clock, within(-1), silent)).toEqual({ kind: 'late' });
  expect(silent).toHaveBeenCalledTimes(1);
});
