import type { MessageHandler } from '@nestjs/microservices';
import { CodedError } from '@tongbu/platform';
import { delay, of, tap, throwError } from 'rxjs';
import type { IncomingMessage } from './incoming-message';
import { readHandlers } from './nest-handlers';
import { THING, thingEvent, thingRegistry } from './testing/things';

const registry = thingRegistry('things');
const message: IncomingMessage = {
  topic: 'things',
  partition: 0,
  offset: '0',
  key: null,
  value: null,
  headers: {},
};

function call(handler: MessageHandler) {
  const handlers = readHandlers(new Map([[THING, handler]]), registry, ['things']);
  return handlers.get(THING)?.(thingEvent('a', 1), message);
}

it('waits until the stream of a handler has ended', async () => {
  let ended = false;
  await call(async () =>
    of(1).pipe(
      delay(5),
      tap(() => (ended = true)),
    ),
  );
  expect(ended).toBe(true);
});

it.each([
  ['promise', () => Promise.reject(new CodedError('away', 'away', true))],
  ['stream', async () => throwError(() => new CodedError('away', 'away', true))],
])('passes the error of a %s on', async (_what, handler) => {
  await expect(call(handler)).rejects.toMatchObject({ code: 'away', retriable: true });
});

it("tries again when Nest's default filter hid the error, since nobody knows what it was", async () => {
  const hidden = { status: 'error', message: 'Internal server error' };
  await expect(call(async () => throwError(() => hidden))).rejects.toMatchObject({
    code: 'handler-error-hidden',
    retriable: true,
  });
});

it('names every handler that is declared wrongly', () => {
  const twice: MessageHandler = Object.assign(async () => undefined, { next: async () => undefined });
  const declared = new Map([
    ['test.unheard.of.v1', async () => undefined],
    [THING, twice],
  ]);
  const reading = () => readHandlers(declared, registry, ['other']);
  expect(reading).toThrow(/test\.unheard\.of\.v1: no such event type/);
  expect(reading).toThrow(/travels on things, not subscribed/);
  expect(reading).toThrow(/handled twice/);
});
