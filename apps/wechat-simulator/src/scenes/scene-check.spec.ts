import { SimulatorBench } from '../testing/simulator-bench';

const check = (bench: SimulatorBench, scene: unknown) => bench.call('/shop/scene/check', { scene });

describe('scene/check', () => {
  it.each([1175, 1176, 1177, 1191, 1195, 1216])('knows that scene %i needs its orders here', (scene) => {
    const bench = new SimulatorBench({ simulator: { requiredFundType: 1 } });
    expect(check(bench, scene)).toEqual({ errcode: 0, errmsg: 'ok', is_matched: 1, requiredFundType: 1 });
  });

  it('lets other scenes go', () => {
    expect(check(new SimulatorBench(), 1001)).toMatchObject({ is_matched: 0 });
  });

  it('goes by the scenes of the account', () => {
    const bench = new SimulatorBench({ simulator: { verifiedScenes: [1001] } });
    expect(check(bench, 1001)).toMatchObject({ is_matched: 1, requiredFundType: 2 });
    expect(check(bench, 1177)).toMatchObject({ is_matched: 0 });
  });

  it('refuses a scene that is missing or no number, and accounts that are not open', () => {
    const bench = new SimulatorBench();
    expect([check(bench, '1177').errcode, bench.call('/shop/scene/check').errcode]).toEqual([47001, 990007]);
    const closed = new SimulatorBench({ simulator: { enabled: false } });
    expect(check(closed, 1177).errcode).toBe(1040003);
  });
});
