import { randomUUID } from 'node:crypto';
import { eventRegistry, merchantNumberDocument, merchantNumberWanted } from '@tongbu/contracts';
import { Inbox, Outbox } from '@tongbu/messaging';
import { connectRedis, createLogger, Database, Metrics, SealedTexts, SystemClock } from '@tongbu/platform';
import { createKind, createSyncMetrics, discreet, type KindRuntime } from '@tongbu/sync-engine';
import { createTestDatabase, eventually, testEnvironment, uniqueName } from '@tongbu/testing';
import { migrations } from '../migrations';
import { WechatMerchantNumberModel, WechatPicturesModel } from '../testing/wechat-merchant-number-model';
import { DocumentVault } from './document-vault';
import { keysCheck } from './keys-check';
import type { DesiredMerchantNumber, ObservedMerchantNumber } from './merchant-number';
import { MerchantNumberController } from './merchant-number.controller';
import { MerchantNumberEventsController } from './merchant-number-events.controller';
import { MerchantNumberExecutor } from './merchant-number.executor';
import { merchantNumberPlanner } from './merchant-number.planner';

const APP = 'wx7f3d2a9c5b1e8046';
const SCHEMA = 'access_sync';
const document = merchantNumberDocument.parse(merchantNumberWanted.sample);
const { identity, contact, bankAccount, businessLicense } = document;
const SECRETS = [
  identity.name,
  identity.number,
  identity.validUntil,
  contact.email,
  contact.phone,
  bankAccount.encryptedName,
  bankAccount.encryptedNumber,
  bankAccount.bank,
  businessLicense.copy,
  'card-portrait',
  'card-emblem',
];

const keys = (...fills: number[]) =>
  new SealedTexts(
    fills.map((fill) => ({ id: `k${fill}`, key: Buffer.alloc(32, fill) })),
    'MERCHANT_DATA_KEYS',
  );
const clock = new SystemClock();
const vault = new DocumentVault(keys(7));
const wechat = new WechatMerchantNumberModel(() => clock.now());
const logged: string[] = [];
const stops: (() => unknown)[] = [];
let database: Database;
let numbers: KindRuntime<DesiredMerchantNumber, ObservedMerchantNumber>;

beforeAll(async () => {
  const own = await createTestDatabase();
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ service: 'test', level: 'trace', destination });
  const { REDIS_URL } = testEnvironment();
  const redis = connectRedis(REDIS_URL, 'fail-fast', logger);
  const patientRedis = connectRedis(REDIS_URL, 'patient', logger);
  const options = { url: own.url, schema: SCHEMA, poolSize: 5, applicationName: 'test' };
  database = await Database.connect({ ...options, migrations });
  await database.migrate();
  const executor = new MerchantNumberExecutor(wechat, new WechatPicturesModel(wechat), vault, clock);
  numbers = createKind(
    {
      service: 'access-sync',
      database,
      inbox: new Inbox(),
      outbox: new Outbox(eventRegistry),
      published: () => undefined,
      redis,
      patientRedis,
      redisPrefix: uniqueName('merchant-number'),
      concurrency: 2,
      appIds: [APP],
      clock,
      logger,
      metrics: createSyncMetrics(new Metrics('access-sync')),
    },
    merchantNumberPlanner,
    discreet(executor, (row) => executor.secretsOf(row)),
  );
  for (const part of numbers.parts) await part.start?.();
  stops.push(
    ...numbers.parts.map((part) => () => part.stop?.()),
    () => [redis, patientRedis].forEach((connection) => connection.disconnect()),
    () => database.close(),
    () => own.drop(),
  );
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

const row = () => numbers.row({ appId: APP, entityId: APP });
const desk = () =>
  new MerchantNumberController(numbers, { row: async () => undefined } as never, vault, clock);

/** Everything that lies in the service's schema, whichever table it is in. */
async function everythingStored(): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1`,
    [SCHEMA],
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query(`SELECT * FROM ${SCHEMA}."${name}"`)),
  );
  return JSON.stringify(rows.flat(), (_, value: unknown) => readable(value));
}

function readable(value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
  return isBytes ? Buffer.from(value as never).toString('utf8') : value;
}

function expectNoSecretsIn(text: string): void {
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}

it('stores, publishes and logs nothing of a document in the clear, also when WeChat quotes it', async () => {
  const events = new MerchantNumberEventsController(numbers, vault);
  await events.wanted({
    specversion: '1.0',
    id: randomUUID(),
    source: '/test',
    type: merchantNumberWanted.type,
    subject: APP,
    appid: APP,
    data: document,
  });
  await eventually(async () => expect((await row())?.observed?.application?.phase).toBe('under-review'));

  wechat.move('refused', {
    explanation: `${identity.name} ${contact.phone}`,
    refusedFields: [{ field: 'identity.number', reason: `${identity.number} 不是 ${identity.name} 的` }],
  });
  await numbers.admin.refresh(APP, APP);
  await eventually(async () => expect((await row())?.state).toBe('parked'));

  const known = await row();
  expect(known?.desired.document).toMatch(/^v1\.k7\./);
  expect(vault.open(APP, known!.desired)).toEqual(document);
  const stored = await everythingStored();
  expect(stored).toContain('wechat.merchant-number.changed.v1');
  expect(stored).toContain('**** 不是 **** 的');
  expectNoSecretsIn(stored);
  expectNoSecretsIn(logged.join('\n'));
  const shown = await desk().show(APP);
  expect(shown).toMatchObject({
    state: 'refused',
    version: 1,
    work: 'parked',
    application: { refusedFields: [{ field: 'identity.number', reason: '**** 不是 **** 的' }] },
  });
  expectNoSecretsIn(JSON.stringify([shown, await numbers.admin.find(APP, APP)]));
});

it('applies again with the mended document an operator hands in, and leaves an older one', async () => {
  const mended = { ...document, version: 2, shortName: 'mended' };
  expect(await desk().apply(APP, mended)).toEqual({ accepted: true, taken: 'new' });
  await eventually(() => expect(wechat.taken).toEqual([document.shortName, 'mended']));
  expect(await desk().apply(APP, document)).toEqual({ accepted: true, taken: 'older' });
  const stored = await everythingStored();
  expect(stored).not.toContain('mended');
  expectNoSecretsIn(stored);
  expectNoSecretsIn(logged.join('\n'));
});

it('names what is wrong with a document that is handed in, and repeats nothing of it', async () => {
  const wrong = { ...document, version: 3, identity: { ...identity, number: '110105194912310021' } };
  const refused: unknown = await desk()
    .apply(APP, wrong)
    .catch((error: { getResponse(): unknown }) => error.getResponse());
  expect(refused).toMatchObject({ status: 400, problems: [{ field: 'identity.number' }] });
  expect(JSON.stringify(refused)).not.toContain('110105194912310021');
  const keyless = new MerchantNumberController(
    numbers,
    {} as never,
    new DocumentVault(new SealedTexts([], 'MERCHANT_DATA_KEYS')),
    clock,
  );
  await expect(keyless.apply(APP, document)).rejects.toMatchObject({ status: 409 });
});

it('does not start without the key a document was sealed with, and starts with it behind a new one', async () => {
  await expect(keysCheck(database, keys(8)).start?.()).rejects.toThrow(
    `MERCHANT_DATA_KEYS: the key is missing with which the documents for the merchant numbers of these mini programs were sealed: ${APP}`,
  );
  await expect(keysCheck(database, keys(8, 7)).start?.()).resolves.toBeUndefined();
});
