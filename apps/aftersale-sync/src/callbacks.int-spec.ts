import { wechatCallbackReceived, type CloudEvent } from '@tongbu/contracts';
import { Database } from '@tongbu/platform';
import { ListWatches } from '@tongbu/sync-engine';
import { createTestDatabase, type TestDatabase } from '@tongbu/testing';
import { CallbacksController } from './callbacks.controller';
import { migrations } from './migrations';

const APP = 'wx7f3d2a9c5b1e8046';
let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await createTestDatabase();
  const options = { url: own.url, schema: 'aftersale_sync', poolSize: 2, applicationName: 'test' };
  database = await Database.connect({ ...options, migrations });
  await database.migrate();
});
afterAll(async () => {
  await database?.close();
  await own?.drop();
});

const registered = (status: string): CloudEvent<any> => ({
  specversion: '1.0',
  id: `registered-${status}`,
  source: '/test',
  type: wechatCallbackReceived.type,
  subject: 'open_product_account_register',
  appid: APP,
  data: {
    event: 'open_product_account_register',
    entity: null,
    createTime: new Date().toISOString(),
    body: { status },
  },
});

it('has what waits for the component go on when WeChat opens it, and not when WeChat withdraws it', async () => {
  const callbacks = new CallbacksController({} as never, new ListWatches(database), database);
  const openings = () =>
    database.query<{ kind: string }>(`SELECT kind FROM component_openings WHERE app_id = $1 ORDER BY kind`, [
      APP,
    ]);
  await callbacks.calledBack(registered('10'));
  expect(await openings()).toEqual([]);
  await callbacks.calledBack(registered('2'));
  expect((await openings()).map(({ kind }) => kind)).toEqual([
    'aftersale',
    'aftersale-window',
    'mirrored-aftersale',
  ]);
});
