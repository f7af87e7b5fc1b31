import { AccessBench } from '../testing/access-bench';

const DAY = 86_400_000;
const openBench = () => new AccessBench({ simulator: { access: 'open' } });
const list = (bench: AccessBench, page: number, page_size: number) =>
  bench.call('/shop/promoter/list', { page, page_size });

describe('promoter/list', () => {
  it('pages those that the console has bound, at most 20', async () => {
    const bench = openBench();
    expect(list(bench, 1, 20)).toMatchObject({ promoters: [], total_num: 0 });
    const added = await bench.control('POST', 'promoters', { finderNickname: '青禾' });
    expect(added).toMatchObject({ status: 201, promoterId: expect.stringMatching(/^sph/), bound: true });
    await bench.control('POST', 'promoters', {
      finderNickname: '山月',
      promoterId: 'sph2',
      promoterOpenid: 'oFinder2',
    });
    expect(list(bench, 1, 20)).toMatchObject({
      total_num: 2,
      promoters: [
        { finder_nickname: '青禾', promoter_id: added['promoterId'] },
        { finder_nickname: '山月', promoter_id: 'sph2', promoter_openid: 'oFinder2' },
      ],
    });
    expect(list(bench, 2, 1)).toMatchObject({ total_num: 2, promoters: [{ promoter_id: 'sph2' }] });
    expect([list(bench, 1, 21).errcode, list(bench, 0, 20).errcode]).toEqual([990005, 40097]);
    expect(bench.code('/shop/promoter/list', { page: 1 })).toBe(990007);
  });

  it('leaves out who is unbound, and follows a new nickname', async () => {
    const bench = openBench();
    await bench.control('POST', 'promoters', { finderNickname: '青禾', promoterId: 'sph1' });
    await bench.control('POST', 'promoters/sph1/rename', { finderNickname: '青禾手作' });
    expect(list(bench, 1, 20)).toMatchObject({ promoters: [{ finder_nickname: '青禾手作' }] });
    await bench.control('POST', 'promoters/sph1/unbind');
    expect(list(bench, 1, 20)).toMatchObject({ promoters: [], total_num: 0 });
    expect(await bench.control('POST', 'lives', { promoterId: 'sph1' })).toMatchObject({ status: 409 });
  });
});

describe('the console', () => {
  it('binds and unbinds a promoter at most twice in a year', async () => {
    const bench = openBench();
    await bench.control('POST', 'promoters', { finderNickname: '青禾', promoterId: 'sph1' });
    const change = async (name: string) => (await bench.control('POST', `promoters/sph1/${name}`)).status;
    expect(await change('bind')).toBe(409);
    expect([await change('unbind'), await change('bind'), await change('unbind')]).toEqual([200, 200, 200]);
    bench.time.advance(365 * DAY - 1);
    expect(await change('bind')).toBe(409);
    bench.time.advance(1);
    expect([await change('bind'), await change('unbind')]).toEqual([200, 200]);
  });

  it.each([
    ['promoters', {}, 400],
    ['promoters', { finderNickname: '青禾', promoterId: 'sph1' }, 409],
    ['promoters/x/unbind', {}, 404],
    ['lives', { promoterId: 'x' }, 404],
    ['lives/x/end', {}, 404],
  ])('refuses %s %j with %i', async (path, body, status) => {
    const bench = openBench();
    await bench.control('POST', 'promoters', { finderNickname: '青禾', promoterId: 'sph1' });
    expect((await bench.control('POST', path, body)).status).toBe(status);
  });

  it('ends a broadcast once', async () => {
    const bench = openBench();
    await bench.control('POST', 'promoters', { finderNickname: '青禾', promoterId: 'sph1' });
    const { liveExportId } = await bench.control('POST', 'lives', { promoterId: 'sph1' });
    const end = async () => (await bench.control('POST', `lives/${String(liveExportId)}/end`)).status;
    expect([await end(), await end()]).toEqual([200, 409]);
  });
});
