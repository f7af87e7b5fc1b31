import { randomUUID } from 'node:crypto';
import { eventRegistry, sharerUnwanted, sharerWanted, wechatCallbackReceived } from '@tongbu/contracts';
import { Inbox, Outbox } from '@tongbu/messaging';
import { connectRedis, createLogger, Database, Metrics, SystemClock } from '@tongbu/platform';
import { createKind, createSyncMetrics, discreet, FactBook, type KindRuntime } from '@tongbu/sync-engine';
import { createTestDatabase, eventually, testEnvironment, uniqueName } from '@tongbu/testing';
import { accessPlanner } from '../access/access.planner';
import { CallbacksController } from '../callbacks.controller';
import { migrations } from '../migrations';
import { MilestoneIntake } from '../steps/milestone-book';
import { MILESTONES_SUBJECT, type Milestones } from '../steps/milestones';
import { WechatSharerModel } from '../testing/wechat-sharer-model';
import type { DesiredSharer, ObservedSharer } from './sharer';
import { SharerEventsController } from './sharer-events.controller';
import { SharerExecutor } from './sharer.executor';
import { sharerPlanner } from './sharer.planner';

const APP = 'wx7f3d2a9c5b1e8046';
const MEI = 'oQx7WkExampleSharerMei1';
const LIN = 'oQx7WkExampleSharerLin2';
const DAY = 86_400_000;

const clock = new SystemClock();
const wechat = new WechatSharerModel(() => clock.now());
const logged: string[] = [];
const stops: (() => unknown)[] = [];
let database: Database;
let facts: FactBook;
let sharers: KindRuntime<DesiredSharer, ObservedSharer>;
let events: SharerEventsController;
let callbacks: CallbacksController;

beforeAll(async () => {
  const own = await createTestDatabase();
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ service: 'test', level: 'trace', destination });
  const { REDIS_URL } = testEnvironment();
  const redis = connectRedis(REDIS_URL, 'fail-fast', logger);
  const patientRedis = connectRedis(REDIS_URL, 'patient', logger);
  database = await Database.connect({
    url: own.url,
    schema: 'access_sync',
    poolSize: 5,
    migrations,
    applicationName: 'test',
  });
  stops.push(
    () => [redis, patientRedis].forEach((connection) => connection.disconnect()),
    () => database.close(),
    () => own.drop(),
  );
  await database.migrate();
  const inbox = new Inbox();
  const resources = {
    service: 'access-sync',
    database,
    inbox,
    outbox: new Outbox(eventRegistry),
    published: () => undefined,
    redis,
    patientRedis,
    redisPrefix: uniqueName('sharers'),
    concurrency: 2,
    appIds: [APP],
    clock,
    logger,
    metrics: createSyncMetrics(new Metrics('access-sync')),
  };
  facts = new FactBook(database, inbox, []);
  // Nobody works on the access here; callbacks are noted for it.
  const access = createKind(resources, accessPlanner(DAY), { execute: () => Promise.reject(new Error()) });
  sharers = createKind(
    resources,
    sharerPlanner,
    discreet(new SharerExecutor(wechat, clock), ({ entityId }) => [entityId]),
    { personalIds: true },
  );
  events = new SharerEventsController(sharers);
  callbacks = new CallbacksController(
    access,
    sharers,
    facts,
    new MilestoneIntake(facts, access.intake),
    clock,
  );
  for (const part of sharers.parts) await part.start?.();
  stops.unshift(...sharers.parts.map((part) => () => part.stop?.()));
}, 60_000);
afterAll(async () => {
  for (const stop of stops) await stop();
}, 30_000);

const about = <Data>(type: string, subject: string, data: Data) => ({
  specversion: '1.0' as const,
  id: randomUUID(),
  source: '/test',
  type,
  subject,
  appid: APP,
  data,
});
const want = (openid: string, version: number) =>
  events.wanted(about(sharerWanted.type, openid, { version }));
const bindingPushed = (openid: string) =>
  callbacks.calledBack(
    about(wechatCallbackReceived.type, 'miniprogram_sharer_bind_status_change', {
      event: 'miniprogram_sharer_bind_status_change',
      entity: null,
      createTime: clock.now().toISOString(),
      body: { openid, bind_status: '1' },
    }),
  );
const row = (openid: string) => sharers.row({ appId: APP, entityId: openid });
async function told(openid: string): Promise<string[]> {
  const rows = await database.query<{ id: string }>(`SELECT id FROM outbox WHERE key = $1 ORDER BY seq`, [
    `${APP}:${openid}`,
  ]);
  return rows.map(({ id }) => /^wechat\.sharer\.(.*)\.v1:/.exec(id)?.[1] ?? id);
}

it('binds a user, and says that the binding cannot end yet without asking WeChat', async () => {
  await want(MEI, 1);
  await eventually(async () => expect(await told(MEI)).toEqual(['invited']));
  wechat.accept();
  await bindingPushed(MEI);
  await eventually(async () => expect(await told(MEI)).toEqual(['invited', 'bound']));
  await events.unwanted(about(sharerUnwanted.type, MEI, { version: 2 }));
  await eventually(async () => expect(await told(MEI)).toEqual(['invited', 'bound', 'refused']));
  const { state, problems } = (await row(MEI))!;
  expect(state).toBe('parked');
  expect(problems).toMatchObject([{ code: 'sharer-bound-too-short' }]);
  expect(wechat.calls).not.toContain('unbind');
  // An older wish changes nothing.
  await want(MEI, 1);
  expect((await row(MEI))?.desired).toEqual({ wanted: false });
}, 60_000);

it('begins a row for a user who was bound elsewhere, and leaves the binding', async () => {
  await bindingPushed(LIN);
  await eventually(async () => expect(await told(LIN)).toEqual(['bound']));
  await eventually(async () =>
    expect(await row(LIN)).toMatchObject({ state: 'settled', desired: { wanted: null } }),
  );
  const known = (await facts.read<Milestones>(APP, [MILESTONES_SUBJECT])).get(MILESTONES_SUBJECT);
  expect(known?.callback?.source).toBe('wechat.callbacks: miniprogram_sharer_bind_status_change');
}, 60_000);

it('logs who it is about by the last characters only, also when something goes wrong', async () => {
  const find = jest.spyOn(wechat, 'find').mockRejectedValueOnce(new Error('broken'));
  await sharers.admin.refresh(APP, LIN);
  await eventually(() => expect(logged.join('')).toContain('drive failed: broken'));
  find.mockRestore();
  const lines = logged.join('');
  expect(lines).toContain('"entityId":"****Lin2"');
  expect(lines).not.toContain('oQx7Wk');
}, 60_000);
