import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: { min: 50, max: 200 } },
  });
});
afterAll(() => installation?.stop());

const observe = (open: readonly number[]) =>
  installation.topics.publishAs('wechat.access.scenes-observed.v1', [
    { subject: installation.account.appId, data: { open } },
  ]);
/** What each submission carried that WeChat took, oldest first. */
async function submittedScenes(productId: string): Promise<number[][]> {
  const calls = await installation.simulator.calls();
  return calls.toReversed().flatMap(({ path, errcode, requestBody }) => {
    if (!/spu\/(add|update)$/.test(path) || errcode !== 0) return [];
    const body = JSON.parse(requestBody) as { out_product_id: string; scene_group_list: number[] };
    return body.out_product_id === productId ? [body.scene_group_list] : [];
  });
}

it('carries the scenes that are open, and those that were opened later', async () => {
  const { topics } = installation;
  await topics.publish('upserted', 'configured', merchantProduct('configured', 1));
  await topics.next('listed', 'configured');
  expect(await submittedScenes('configured')).toEqual([[1]]);

  await observe([]);
  await eventually(
    async () => {
      const { items } = await installation.admin<{ items: { state: string }[] }>(
        'catalog-sync',
        'GET',
        'products/backfills',
      );
      if (!items.some(({ state }) => state === 'done'))
        throw new Error(`not gone through: ${JSON.stringify(items)}`);
    },
    { timeoutMs: 60_000 },
  );
  await topics.publish('upserted', 'early', merchantProduct('early', 1));
  await topics.next('listed', 'early');
  expect(await submittedScenes('early')).toEqual([[]]);

  await observe([1]);
  await eventually(
    async () => {
      const scenes = await submittedScenes('early');
      if (scenes.length < 2) {
        throw new Error(JSON.stringify(await installation.admin('catalog-sync', 'GET', 'products/early')));
      }
      expect(scenes).toEqual([[], [1]]);
    },
    { timeoutMs: 60_000 },
  );
  expect(await submittedScenes('configured')).toEqual([[1]]);
});
