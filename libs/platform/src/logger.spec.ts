import { createLogger } from './logger';

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

it('hides secrets in the fields themselves, in lists, and in what a child logger always says', () => {
  const { logger, last } = lines();
  logger
    .child({ apiKey: 'k3y' })
    .info({ token: 't0ken', phone: '13800001234', calls: [{ query: { access_token: 'acc3ss' } }] }, 'm');
  expect(JSON.stringify(last())).not.toMatch(/k3y|t0ken|1380000|acc3ss/);
  expect(last()).toMatchObject({
    apiKey: '[hidden]',
    token: '[hidden]',
    phone: '****1234',
    calls: [{ query: { access_token: '[hidden]' } }],
  });
});

it('hides personal data that is no text, and shows of a short text nothing', () => {
  const { logger, last } = lines();
  logger.info({ buyer: { address: { city: '杭州' }, phone: '110' }, address: { city: '杭州' } }, 'm');
  expect(last()).toMatchObject({
    buyer: { address: '[hidden]', phone: '****' },
    address: '[hidden]',
  });
});

it('leaves what was logged as it was, and shows the rest of it', () => {
  const { logger, last } = lines();
  const account = { appId: 'wx1', secret: 's3cret', at: new Date(0), missing: undefined };
  logger.info({ account, count: 2 }, 'm');
  expect(account.secret).toBe('s3cret');
  expect(last()).toMatchObject({
    account: { appId: 'wx1', secret: '[hidden]', at: '1970-01-01T00:00:00.000Z' },
    count: 2,
    msg: 'm',
  });
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
