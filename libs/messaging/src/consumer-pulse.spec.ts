import { FakeClock } from '@tongbu/testing';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { ConsumerPulse } from './consumer-pulse';

const { events } = new Kafka({ brokers: ['nowhere:1'], logLevel: logLevel.NOTHING }).consumer({
  groupId: 'test',
});

function setUp() {
  const clock = new FakeClock();
  const listeners = new Map<string, (event: unknown) => void>();
  const pulse = new ConsumerPulse(clock, 10_000);
  const on = (name: string, listener: (event: unknown) => void) => {
    listeners.set(name, listener);
    return () => undefined;
  };
  pulse.watch({ on, events } as unknown as Consumer);
  const emit = (name: string, payload: unknown = {}) => listeners.get(name)?.({ payload });
  return { clock, pulse, emit };
}

it('has not joined at first, and knows since when', () => {
  const { clock, pulse } = setUp();
  const start = clock.now();
  clock.advance(5_000);
  expect(pulse.health()).toEqual({
    joined: false,
    lastHeartbeatAt: null,
    stoppedSince: start,
    lastCrash: null,
  });
});

it('is joined while it is heard within the session', () => {
  const { clock, pulse, emit } = setUp();
  emit(events.GROUP_JOIN);
  clock.advance(9_000);
  emit(events.HEARTBEAT);
  const heard = clock.now();
  clock.advance(10_000);
  expect(pulse.health()).toMatchObject({ joined: true, stoppedSince: null });
  clock.advance(1);
  expect(pulse.health()).toMatchObject({ joined: false, stoppedSince: heard });
});

it('remembers a crash, and is joined again after it', () => {
  const { clock, pulse, emit } = setUp();
  emit(events.GROUP_JOIN);
  clock.advance(1_000);
  emit(events.CRASH, { error: new Error('no leader') });
  const crashed = clock.now();
  emit(events.DISCONNECT);
  const lastCrash = { at: crashed, message: 'no leader' };
  expect(pulse.health()).toMatchObject({ joined: false, stoppedSince: crashed, lastCrash });
  emit(events.GROUP_JOIN);
  expect(pulse.health()).toMatchObject({ joined: true, stoppedSince: null, lastCrash });
});
