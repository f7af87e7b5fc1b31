import { AccessBench } from '../testing/access-bench';
import { ask, benchWithPaidOrder, benchWithShippedOrder, byOutId, openBody } from '../testing/aftersales';
import { SimulatorBench } from '../testing/simulator-bench';

const UPDATE = '/shop/account/update_info';
const GET = '/shop/account/get_info';

const ADDRESS = {
  receiver_name: '仓库',
  detailed_address: '示例路 12 号',
  tel_number: '13000000000',
  province: '广东省',
  city: '深圳市',
  town: '南山区',
};
const INFO = {
  service_agent_type: [0, 1, 2],
  service_agent_path: 'pages/service/index',
  service_agent_phone: '075500000000',
  default_receiving_address: { ...ADDRESS, country: '中国' },
};
const without = (name: keyof typeof ADDRESS) => ({ ...ADDRESS, [name]: undefined });

describe('account/update_info and get_info', () => {
  it('says nothing before anything was told, then what was told last, as a whole', () => {
    const bench = new AccessBench().open();
    expect(bench.call(GET)['data']).toEqual({ service_agent_type: [] });
    expect(bench.code(UPDATE, INFO)).toBe(0);
    expect(bench.call(GET)['data']).toEqual(INFO);
    expect(bench.code(UPDATE, { service_agent_type: [0] })).toBe(0);
    expect(bench.call(GET)['data']).toEqual({ service_agent_type: [0] });
  });

  it('has a return address for an account that is open from the start', () => {
    expect(new SimulatorBench().call(GET)['data']).toMatchObject({
      service_agent_type: [0],
      default_receiving_address: { province: '广东省' },
    });
  });

  it.each<[string, number, Record<string, unknown>]>([
    ['no way to be reached', 990007, { service_agent_type: [] }],
    ['no list of them', 990007, { service_agent_type: undefined }],
    ['one way instead of a list', 47001, { service_agent_type: 0 }],
    ['a way that is none', 40097, { service_agent_type: [0, 3] }],
    ['a page without its path', 990007, { service_agent_path: '' }],
    ['a phone without its number', 990007, { service_agent_phone: undefined }],
    ['a number as a number', 47001, { service_agent_phone: 755 }],
    ...(['receiver_name', 'detailed_address', 'tel_number', 'province', 'city', 'town'] as const).map(
      (name): [string, number, Record<string, unknown>] => [
        `an address without ${name}`,
        990007,
        { default_receiving_address: without(name) },
      ],
    ),
  ])('refuses %s with %i, and keeps what it had', (_name, errcode, changes) => {
    const bench = new AccessBench().open();
    const body: unknown = JSON.parse(JSON.stringify({ ...INFO, ...changes }));
    expect(bench.code(UPDATE, body)).toBe(errcode);
    expect(bench.app.info).toBeUndefined();
  });

  it('needs the path only for a page, the number only for a phone', () => {
    const bench = new AccessBench().open();
    expect(bench.code(UPDATE, { service_agent_type: [0] })).toBe(0);
    expect(bench.code(UPDATE, { service_agent_type: [1], service_agent_path: 'p' })).toBe(0);
    expect(bench.code(UPDATE, { service_agent_type: [2], service_agent_phone: '1' })).toBe(0);
  });
});

describe('what depends on how the shop is reached', () => {
  it('products are refused with 1040042 once it is told without the customer service of WeChat', () => {
    const bench = new AccessBench().open();
    const product = (id: string) => bench.product(id, { scene_group_list: [] });
    expect(bench.code('/shop/spu/add', product('P1'))).toBe(0);
    bench.letReviewsEnd();
    bench.call(UPDATE, { service_agent_type: [2], service_agent_phone: '075500000000' });
    expect(bench.code('/shop/spu/add', product('P2'))).toBe(1040042);
    expect(bench.code('/shop/spu/update', product('P1'))).toBe(1040042);
    bench.call(UPDATE, { service_agent_type: [0] });
    expect(bench.code('/shop/spu/add', product('P2'))).toBe(0);
    expect(bench.code('/shop/spu/update', product('P1'))).toBe(0);
  });

  it('no after-sale is opened by the interface before there is a default return address', () => {
    const bench = benchWithPaidOrder();
    bench.call(UPDATE, { service_agent_type: [0] });
    expect(ask(bench, 'add', openBody()).errcode).toBe(2747025);
    bench.call(UPDATE, INFO);
    expect(ask(bench, 'add', openBody()).errcode).toBe(0);
  });

  it('a return that nobody answers goes to the default return address', () => {
    const bench = benchWithShippedOrder();
    bench.call(UPDATE, INFO);
    ask(bench, 'add', openBody('A1', { type: 2 }));
    bench.time.advance(48 * 3_600_000);
    expect(ask(bench, 'get', byOutId())['after_sales_order']).toMatchObject({
      status: 6,
      return_address_info: INFO.default_receiving_address,
    });
  });
});
