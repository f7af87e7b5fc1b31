import { FakeTime } from '../testing/fake-time';
import { SteerableTime } from './steerable-time';

function steerable() {
  const real = new FakeTime();
  return { real, time: new SteerableTime(real, real) };
}

const MINUTE = 60_000;

describe('a clock that can be moved forward', () => {
  it('runs with the real one, ahead by as much as it was moved', () => {
    const { real, time } = steerable();
    const start = real.now().getTime();
    real.advance(MINUTE);
    expect(time.now()).toEqual(real.now());
    time.advance(3 * MINUTE);
    real.advance(MINUTE);
    expect([time.now().getTime() - start, time.monotonic(), time.aheadMs]).toEqual([
      5 * MINUTE,
      5 * MINUTE,
      3 * MINUTE,
    ]);
    expect(time.momentOf(real.now())).toEqual(time.now());
  });

  it('does what falls due on the way in the order of its time, each at its own moment', () => {
    const { time } = steerable();
    const done: [string, number][] = [];
    const note = (name: string) => () => void done.push([name, time.monotonic() / MINUTE]);
    time.after(3 * MINUTE, note('third'));
    time.after(MINUTE, () => {
      note('first')();
      time.after(MINUTE, note('second'));
    });
    time.after(5 * MINUTE, note('too late'));
    time.advance(4 * MINUTE);
    expect(done).toEqual([
      ['first', 1],
      ['second', 2],
      ['third', 3],
    ]);
  });

  it('is ahead by what was asked for, however long the work on the way took', () => {
    const { real, time } = steerable();
    time.after(MINUTE, () => real.advance(7));
    time.advance(5 * MINUTE);
    time.advance(MINUTE);
    expect(time.aheadMs).toBe(6 * MINUTE);
  });

  it('leaves what is still waiting less to wait for in real time', () => {
    const { real, time } = steerable();
    let done = 0;
    time.after(5 * MINUTE, () => (done += 1));
    time.advance(4 * MINUTE);
    real.advance(MINUTE - 1);
    expect(done).toBe(0);
    real.advance(1);
    expect(done).toBe(1);
    time.advance(10 * MINUTE);
    real.advance(10 * MINUTE);
    expect(done).toBe(1);
  });

  it('does not do what was cancelled', () => {
    const { real, time } = steerable();
    const cancel = time.after(MINUTE, () => {
      throw new Error('cancelled work was done');
    });
    cancel();
    time.advance(2 * MINUTE);
    real.advance(2 * MINUTE);
  });

  it('returns to real time, and what waits goes on waiting as long', () => {
    const { real, time } = steerable();
    let done = 0;
    time.advance(10 * MINUTE);
    time.after(MINUTE, () => (done += 1));
    time.return();
    expect([time.now(), time.aheadMs]).toEqual([real.now(), 0]);
    time.advance(MINUTE - 1);
    expect(done).toBe(0);
    time.advance(1);
    expect(done).toBe(1);
  });
});
