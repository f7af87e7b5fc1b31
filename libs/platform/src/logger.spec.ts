import { createLogger } from './logger';
import { currentTraceId, withTraceparent } from './tracing';

function lines() {
  const written: string[] = [];
  const logger = createLogger({
    service: 's',
    level: 'info',
    destination: { write: (line) => void written.push(line) },
  });
  return { logger, last: () => JSON.parse(written.at(-1) ?? '{}') as Record<string, unknown> };
}

it('hides secrets and masks personal data, however deep they stand', () => {
  const { logger, last } = lines();
  logger.info(
    { account: { secret: 's3cret', token: 't0ken' }, buyer: { openid: 'oQx7Wk1234', phone: '13800001234' } },
    'm',
  );
  expect(JSON.stringify(last())).not.toMatch(/s3cret|t0ken|oQx7Wk|1380000/);
  expect(last()).toMatchObject({ account: { secret: '[hidden]' }, buyer: { openid: '****1234' } });
});

it('says what an error is, and nothing a library hung on it', () => {
  const { logger, last } = lines();
  const cause = Object.assign(new Error('unique'), {
    code: '23505',
    detail: 'Key (openid)=(oQx7Wk1234) exists',
  });
  logger.error(
    { err: Object.assign(new Error('query failed', { cause }), { parameters: ['oQx7Wk1234'] }) },
    'm',
  );
  expect(JSON.stringify(last())).not.toContain('oQx7Wk1234');
  expect(last()).toMatchObject({
    err: { message: 'query failed', cause: { message: 'unique', code: '23505' } },
  });
});

it('names the trace it is in', () => {
  const { logger, last } = lines();
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  withTraceparent(traceparent, () => logger.info('m'));
  expect(last()['traceId']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});

it('starts a new trace where there is none or it is malformed', () => {
  const first = withTraceparent(undefined, currentTraceId);
  const second = withTraceparent('nonsense', currentTraceId);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).toMatch(/^[0-9a-f]{32}$/);
  expect(second).not.toBe(first);
});
