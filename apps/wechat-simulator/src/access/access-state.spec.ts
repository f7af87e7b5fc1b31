import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessBench } from '../testing/access-bench';
import { keeperOn, nextRunOn } from '../testing/kept-runs';
import { applicationBody } from '../testing/merchant-application';
import { brandRequest } from '../testing/qualifications';
import { ACCESS_TASKS } from './access-tasks';

const HOUR = 3_600_000;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-access-'));
  path = join(folder, 'state.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function nextRun(bench: AccessBench, laterMs = 0, simulator = {}): Promise<AccessBench> {
  const next = new AccessBench({ simulator });
  next.time.advance(bench.time.monotonic());
  return nextRunOn(path, bench, next, laterMs);
}

describe('access in the data file', () => {
  it('goes on waiting for a confirmation, for the rest of the 24 hours', async () => {
    const bench = new AccessBench();
    bench.call('/shop/register/apply');
    const next = await nextRun(bench, 23 * HOUR);
    next.time.advance(HOUR - 1);
    expect(next.app.access).toEqual(bench.app.access);
    next.time.advance(1);
    expect(next.app.access.registration).toBe('absent');
    const late = await nextRun(bench, 30 * HOUR);
    late.time.advance(0);
    expect(late.app.access.registration).toBe('absent');
  });

  it('knows what was seen and declared, and goes on with the review of a scene', async () => {
    const bench = new AccessBench().open();
    bench.addReviewed('P1', { scene_group_list: [] });
    for (const task of ACCESS_TASKS) bench.app.access.declared.add(task);
    await bench.control('POST', 'access/release');
    bench.call('/shop/register/apply_scene', { scene_group_id: 1 });
    const next = await nextRun(bench);
    expect(next.app.access).toEqual(bench.app.access);
    expect(next.check()).toEqual(bench.check());
    next.letReviewsEnd();
    expect(next.pushed()).toMatchObject([{ Event: 'open_product_scene_group_audit' }]);
    const last = await nextRun(next);
    expect([last.app.settings.sceneGroups, last.code('/shop/spu/add', last.product('P2'))]).toEqual([[1], 0]);
  });

  it('keeps how the shop is reached, and goes on with the application for the merchant number', async () => {
    const bench = new AccessBench().open();
    const info = { service_agent_type: [2], service_agent_phone: '075500000000' };
    bench.call('/shop/account/update_info', info);
    bench.call('/shop/wxpay/apply', applicationBody(bench));
    await bench.control('POST', 'merchant-application/ask-validation');
    const next = await nextRun(bench);
    expect(next.call('/shop/account/get_info')['data']).toEqual(info);
    expect(next.call('/shop/wxpay/get')).toEqual(bench.call('/shop/wxpay/get'));
    expect(next.app.images.issued()).toEqual(bench.app.images.issued());
    next.time.advance(7 * 24 * HOUR);
    expect(next.app.merchantApplication).toMatchObject({ state: 'REJECTED' });

    expect(next.code('/shop/wxpay/apply', applicationBody(next))).toBe(0);
    for (const action of ['pass-check', 'approve', 'sign'])
      await next.control('POST', `merchant-application/${action}`);
    const last = await nextRun(next);
    expect(last.app.settings.subMerchant).toBe('open');
    expect(last.call('/shop/wxpay/get')).toMatchObject({ pay_resp: { applyment_state: 'FINISH' } });
  });

  it('keeps sharers, promoters and broadcasts, and goes on waiting for answers to invitations', async () => {
    const bench = new AccessBench({ simulator: { access: 'open' } });
    await bench.control('POST', 'promoters', { finderNickname: '青禾', promoterId: 'sph1' });
    await bench.control('POST', 'lives', { promoterId: 'sph1' });
    bench.call('/shop/sharer/bind', { openids: ['oSharerMei01', 'oSharerLin02'] });
    await bench.control('POST', 'sharers/oSharerMei01/accept');
    const next = await nextRun(bench, 0, { access: 'open' });
    expect(next.app.sharers.all()).toEqual(bench.app.sharers.all());
    expect(next.app.sharers.placesTaken).toBe(2);
    expect([next.app.promoters, next.app.lives]).toEqual([bench.app.promoters, bench.app.lives]);
    const again = next.call('/shop/sharer/bind', { openids: ['oSharerMei01', 'oSharerLin02'] });
    expect(again['result_list']).toMatchObject([{ reason_code: 202 }, { reason_code: 204 }]);
    next.time.advance(7 * 24 * HOUR);
    expect(next.app.sharers.find('oSharerLin02')?.state).toBe('expired');
  });

  it('does not give back what a withdrawal took, not even what the account is configured with', async () => {
    const bench = new AccessBench({ simulator: { access: 'open' } });
    bench.simulator.registrations.withdraw(bench.app, true);
    const next = await nextRun(bench, 0, { access: 'open' });
    expect(next.code('/shop/register/apply')).toBe(1040002);
    expect(next.app.settings).toMatchObject({
      sceneGroups: [],
      approvedCategories: new Set(),
      approvedBrands: new Map(),
    });
  });

  it('does not give back a brand whose approval was cleared, though its audit can still be read', async () => {
    const bench = new AccessBench({ simulator: { access: 'open' } });
    const submit = (of: AccessBench) => of.call('/shop/audit/audit_brand', brandRequest(of));
    const { audit_id } = submit(bench);
    bench.letReviewsEnd();
    await bench.control('PUT', 'component', { enabled: false });
    await bench.control('PUT', 'component', { enabled: true });
    const next = await nextRun(bench, 0, { access: 'open' });
    expect(next.call('/shop/audit/result', { audit_id })).toMatchObject({ data: { status: 1 } });
    expect(next.call('/shop/account/get_brand_list')['data']).toEqual([]);
    submit(next);
    next.letReviewsEnd();
    const last = await nextRun(next, 0, { access: 'open' });
    expect(last.call('/shop/account/get_brand_list')['data']).toMatchObject([{ brand_wording: '云窑' }]);
  });

  it('starts as the account says with a file that has nothing about it', async () => {
    const bench = new AccessBench().open();
    await keeperOn(path, bench).close();
    const { apps, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as { apps: Record<string, unknown>[] };
    for (const app of apps) delete app['access'];
    writeFileSync(path, JSON.stringify({ ...rest, apps }));
    const next = new AccessBench();
    keeperOn(path, next).restore();
    expect(next.app.access.registration).toBe('absent');
  });
});
