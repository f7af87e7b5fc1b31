import { Clock } from '@tongbu/platform';
import type { CallError } from './call-result';
import { CircuitBreaker } from './circuit-breaker';

class HandClock extends Clock {
  ms = 0;
  override now(): Date {
    return new Date(this.ms);
  }
  override monotonic(): number {
    return this.ms;
  }
}

const timeout: CallError = { kind: 'unknown-outcome', reason: 'timeout', detail: '' };

function opened() {
  const clock = new HandClock();
  const breaker = new CircuitBreaker(clock, () => 0.5);
  for (let i = 0; i < 5; i += 1) breaker.report('a', timeout);
  return { clock, breaker };
}

describe('CircuitBreaker', () => {
  it('opens after five faults in a row, for this key only', () => {
    const { breaker } = opened();
    expect(breaker.closedUntil('a')).toEqual(new Date(1000));
    expect(breaker.closedUntil('b')).toBeUndefined();
  });

  it('lets one probe through and closes when it succeeds', () => {
    const { clock, breaker } = opened();
    clock.ms = 1000;
    expect(breaker.closedUntil('a')).toBeUndefined();
    breaker.begin('a');
    expect(breaker.closedUntil('a')).toBeDefined();
    breaker.report('a', undefined);
    expect(breaker.closedUntil('a')).toBeUndefined();
  });

  it('rests twice as long after a failed probe', () => {
    const { clock, breaker } = opened();
    clock.ms = 1000;
    breaker.begin('a');
    breaker.report('a', timeout);
    expect(breaker.closedUntil('a')).toEqual(new Date(3000));
  });

  it('does not count what came back from calls that were under way when it opened', () => {
    const { breaker } = opened();
    breaker.report('a', timeout);
    expect(breaker.closedUntil('a')).toEqual(new Date(1000));
  });

  it('takes a refusal for a sign of life', () => {
    const clock = new HandClock();
    const breaker = new CircuitBreaker(clock);
    const refused: CallError = {
      kind: 'refused',
      code: 1000012,
      class: 'permanent',
      scope: 'entity',
      message: '',
      alreadyDone: true,
      unknownCode: false,
      explanation: { meaning: '', meaningZh: '', fix: '', fixZh: '' },
    };
    for (let i = 0; i < 4; i += 1) breaker.report('a', timeout);
    breaker.report('a', refused);
    for (let i = 0; i < 4; i += 1) breaker.report('a', timeout);
    expect(breaker.closedUntil('a')).toBeUndefined();
  });
});
