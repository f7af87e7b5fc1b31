import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { productReport } from '../control/product-report';
import { keeperOn, nextRunOn } from '../testing/kept-runs';
import { APP_ID, SimulatorBench, type Answer } from '../testing/simulator-bench';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-state-'));
  path = join(folder, 'below', 'state.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const keeperOf = (bench: SimulatorBench, reports: string[] = []) => keeperOn(path, bench, reports);
const nextRun = (bench: SimulatorBench, overrides: Record<string, unknown> = {}, laterMs = 0) =>
  nextRunOn(path, bench, new SimulatorBench(overrides), laterMs);

const products = (bench: SimulatorBench) => bench.app.products.all().map(productReport);
const codeOf = (bench: SimulatorBench, endpoint: string, body: unknown) => bench.call(endpoint, body).errcode;

describe('a simulator that starts again on its data file', () => {
  it('finds the same products, both versions, and their 64-bit ids to the last digit', async () => {
    const bench = new SimulatorBench();
    keeperOf(bench).restore();
    bench.addReviewed('P1', { skus: [bench.sku('P1', 'A'), bench.sku('P1', '__proto__')] });
    bench.addReviewed('P2', { title: '最好的青瓷茶杯', desc_info: { desc: '', imgs: [] } });
    bench.addReviewed('P3');
    bench.call('/shop/spu/update_without_audit', {
      out_product_id: 'P1',
      skus: [{ out_sku_id: 'A', stock_num: 3 }],
    });
    bench.call('/shop/spu/update', bench.product('P1', { title: '青瓷茶杯二号' }));
    bench.call('/shop/spu/delisting', { out_product_id: 'P3' });
    const next = await nextRun(bench);
    expect(products(next)).toEqual(products(bench));
    const [before, after] = [bench, next].map(({ app }) => app.products.findByOutId('P1'));
    expect(after?.productId).toBe(before?.productId);
    expect(after?.productId).toBeGreaterThan(2n ** 53n);
    expect(after?.skuIds).toEqual(before?.skuIds);
    expect(next.call('/shop/spu/get', { product_id: before?.productId }).errcode).toBe(0);
  });

  it('goes on counting ids, and never gives a deleted one back', async () => {
    const bench = new SimulatorBench();
    keeperOf(bench).restore();
    bench.addReviewed('P1');
    bench.call('/shop/spu/del', { out_product_id: 'P1' });
    const next = await nextRun(bench);
    expect(codeOf(next, '/shop/spu/add', next.product('P1'))).toBe(1000012);
    const { data } = next.call('/shop/spu/add', next.product('P2'));
    const last = [...(bench.app.products.findByOutId('P1')?.skuIds.values() ?? [])][0];
    expect((data as { product_id: bigint }).product_id).toBeGreaterThan(last ?? 2n ** 64n);
    expect(next.app.products.findByOutId('P2')?.submission.auditId).toMatch(/^au000002/);
  });

  it('takes the images it issued, and no others', async () => {
    const bench = new SimulatorBench();
    keeperOf(bench).restore();
    const link = bench.app.images.issueLink('photo');
    const mediaId = bench.app.images.issueMediaId('licence');
    const next = await nextRun(bench);
    expect([link, mediaId, `${link}0`].map((image) => next.app.images.acceptsInAudit(image))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('decides reviews when they are due, at once those that fell due in between', async () => {
    const delay = { simulator: { auditDelayMs: { min: 3_000, max: 3_000 } } };
    const bench = new SimulatorBench(delay);
    keeperOf(bench).restore();
    bench.call('/shop/spu/add', bench.product('Early'));
    bench.time.advance(2_000);
    bench.call('/shop/spu/add', bench.product('Late'));
    const next = await nextRun(bench, delay, 3_500);
    const states = () => next.app.products.all().map(({ editStatus }) => editStatus);
    next.time.advance(0);
    expect(states()).toEqual([4, 2]);
    next.time.advance(1_499);
    expect(states()).toEqual([4, 2]);
    next.time.advance(1);
    expect(states()).toEqual([4, 4]);
    expect(next.deliveries).toHaveLength(2);
  });

  it('keeps approved brands and goes on reviewing others', async () => {
    const bench = new SimulatorBench();
    keeperOf(bench).restore();
    const certificate = [bench.app.images.issueLink('certificate')];
    const submit = (brand_wording: string) =>
      bench.call('/shop/audit/audit_brand', {
        audit_req: {
          license: certificate,
          scene_group_list: [],
          brand_info: {
            brand_audit_type: 1,
            trademark_type: '21',
            brand_management_type: 1,
            commodity_origin_type: 2,
            brand_wording,
            trademark_registrant_nu: '1',
            trademark_registration_certificate: certificate,
            trademark_registrant: '云窑陶艺',
            trademark_authorization_period: '2030-01-01 00:00:00',
          },
        },
      });
    const first = submit('云窑');
    bench.letReviewsEnd();
    const second = submit('山窑');
    const next = await nextRun(bench, {}, 4_000);
    const statusOf = (submitted: Answer) =>
      next.call('/shop/audit/result', { audit_id: submitted['audit_id'] })['data'];
    expect([statusOf(first), statusOf(second)]).toMatchObject([{ status: 1 }, { status: 0 }]);
    next.letReviewsEnd();
    expect(statusOf(second)).toMatchObject({ status: 1 });
    const { brand_id } = statusOf(first) as { brand_id: number };
    expect(codeOf(next, '/shop/spu/add', next.product('B', { brand_id }))).toBe(0);
  });

  it('forgets what was reset, but not which ids were issued', async () => {
    const bench = new SimulatorBench();
    keeperOf(bench).restore();
    bench.addReviewed('P1');
    const { issuedIds } = bench.simulator;
    bench.simulator.reset();
    const next = await nextRun(bench);
    expect(products(next)).toEqual([]);
    expect(next.simulator.issuedIds).toEqual(issuedIds);
  });

  it('leaves alone what belongs to accounts it does not have', async () => {
    const bench = new SimulatorBench();
    keeperOf(bench).restore();
    bench.addReviewed('P1');
    await keeperOf(bench).close();
    const other = new SimulatorBench({ appId: 'wx2222222222222222' });
    const keeper = keeperOf(other);
    keeper.restore();
    other.simulator.revision.advance();
    await keeper.close();
    const again = new SimulatorBench();
    keeperOf(again).restore();
    expect(products(again)).toEqual(products(bench));
  });
});

describe('the data file', () => {
  it('is written a second after a change, not without one, and as a whole', async () => {
    const bench = new SimulatorBench();
    const keeper = keeperOf(bench);
    keeper.restore();
    keeper.start();
    bench.time.advance(1_000);
    await bench.settle();
    bench.app.images.issueLink('photo');
    bench.time.advance(999);
    await bench.settle();
    expect(existsSync(path)).toBe(false);
    bench.time.advance(1);
    while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 1 });
    expect(existsSync(`${path}.tmp`)).toBe(false);
  });

  it.each([
    [
      'is cut off',
      (text: string) => text.slice(0, -20),
      /state\.json is not valid JSON; repair it, or delete it/,
    ],
    ['is empty', () => '', /not valid JSON/],
    [
      'lost an id',
      (text: string) => text.replace(/"productId":"\d+"/, '"productId":""'),
      /products\.0\.productId/,
    ],
    [
      'has a strange draft',
      (text: string) => text.replace('"title"', '"titel"'),
      /products\.0\.draft: title/,
    ],
    ['is of another form', () => '{"version":2}', /version/],
  ])('that %s is refused in one sentence and left as it is', async (_name, spoil, sentence) => {
    const bench = new SimulatorBench();
    keeperOf(bench).restore();
    bench.addReviewed('P1');
    await keeperOf(bench).close();
    const spoiled = spoil(readFileSync(path, 'utf8'));
    writeFileSync(path, spoiled);
    const restore = () => keeperOf(new SimulatorBench()).restore();
    expect(restore).toThrow(expect.objectContaining({ code: 'data-file-invalid' }));
    expect(restore).toThrow(sentence);
    expect(readFileSync(path, 'utf8')).toBe(spoiled);
  });

  it('that cannot be written is reported, and the change is written the next time', async () => {
    const bench = new SimulatorBench();
    const reports: string[] = [];
    const keeper = keeperOf(bench, reports);
    keeper.start();
    bench.call('/shop/spu/add', bench.product('P1'));
    bench.time.advance(1_000);
    while (reports.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(reports).toEqual([expect.stringContaining('ENOENT')]);
    mkdirSync(dirname(path));
    await keeper.close();
    expect(readFileSync(path, 'utf8')).toContain('"P1"');
  });
});

describe('every action that changes what is kept', () => {
  const P1 = { out_product_id: 'P1' };
  it.each<[string, (bench: SimulatorBench) => unknown]>([
    ['add', (bench) => bench.call('/shop/spu/add', bench.product('P2'))],
    ['update', (bench) => bench.call('/shop/spu/update', bench.product('P1'))],
    ['audit-free update', (bench) => bench.call('/shop/spu/update_without_audit', { ...P1, skus: [] })],
    ['delisting', (bench) => bench.call('/shop/spu/delisting', P1)],
    ['listing', (bench) => bench.call('/shop/spu/listing', P1)],
    ['deletion', (bench) => bench.call('/shop/spu/del', P1)],
    ['withdrawal', (bench) => bench.call('/shop/spu/del_audit', { out_product_id: 'Open' })],
    ['verdict', (bench) => bench.letReviewsEnd()],
    ['new image', (bench) => bench.app.images.issueLink('new')],
    ['reset', (bench) => bench.simulator.reset()],
  ])('is noticed: %s', (_name, act) => {
    const bench = new SimulatorBench();
    bench.addReviewed('P1');
    bench.call('/shop/spu/add', bench.product('Open'));
    const before = bench.simulator.revision.value;
    act(bench);
    expect(bench.simulator.revision.value).toBeGreaterThan(before);
  });

  it('is told from one that does not', () => {
    const bench = new SimulatorBench();
    bench.addReviewed('P1');
    const before = bench.simulator.revision.value;
    bench.call('/shop/spu/get', P1);
    bench.call('/shop/spu/get_list', { page: 1, page_size: 10 });
    bench.call('/shop/spu/update', { ...P1, title: 'x' });
    bench.app.images.issueLink('https://shop.test/P1.jpg');
    expect(bench.simulator.revision.value).toBe(before);
    expect(bench.app.appId).toBe(APP_ID);
  });
});
