import { documented, read, sent } from '../../test-support/wire-text';
import { applyForComponent, applyForScene, checkRegistration, finishAccessTask } from './access.endpoints';
import { readAccountInfo, updateAccountInfo, type AccountInfo } from './account.endpoints';

it.each([
  ['products', 6],
  ['first-generation-orders', 7],
  ['delivery', 8],
  ['first-generation-aftersales', 9],
  ['testing', 10],
  ['release', 11],
  ['orders', 19],
  ['aftersales', 20],
] as const)('declares %s done as item %d', (task, item) => {
  expect(sent(finishAccessTask.prepare({ task }))).toBe(`{"access_info_item":${item}}`);
});

it('applies for the component and for Channels', () => {
  expect(sent(applyForComponent.prepare(undefined))).toBe('{}');
  expect(sent(applyForScene.prepare({}))).toBe('{"scene_group_id":1}');
});

it('reads the registration with the tasks of the account’s generation', () => {
  const answer = `{"errcode":0,"data":{"access_info":{"spu_audit_success":1,"spu_audit_finished":1,"ec_order_success":1,
    "ec_order_finished":0,"send_delivery_success":0,"send_delivery_finished":0,"ec_after_sale_success":0,
    "ec_after_sale_finished":0,"test_api_finished":0,"deploy_wxa_finished":1,"open_product_task_finished":0},
    "scene_group_list":[{"group_id":1,"name":"Channels","status":3,"reason":"",
    "scene_group_ext_list":[{"ext_id":1,"status":3},{"ext_id":2,"status":0,"name":"platform"}]}]}}`;
  expect(read(checkRegistration, answer)).toEqual({
    ok: true,
    value: {
      banned: false,
      rejectReason: '',
      tasks: {
        products: { seen: true, declared: true },
        orders: { seen: true, declared: false },
        delivery: { seen: false, declared: false },
        aftersales: { seen: false, declared: false },
        testing: { seen: false, declared: false },
        release: { seen: false, declared: true },
      },
      allTasksDone: false,
      scenes: [
        {
          id: 1,
          name: 'Channels',
          state: 'not-reviewed',
          reason: '',
          checks: [
            { id: 1, name: '', state: 'not-reviewed' },
            { id: 2, name: 'platform', state: 'in-review' },
          ],
        },
      ],
    },
  });
});

it('reads the tasks of the first generation, with a flag missing, and a ban', () => {
  const answer =
    '{"data":{"status":3,"access_info":{"pay_order_success":1,"add_aftersale_finished":1,"open_product_task_finished":1}}}';
  expect(read(checkRegistration, answer)).toMatchObject({
    value: {
      banned: true,
      allTasksDone: true,
      tasks: {
        'first-generation-orders': { seen: true, declared: false },
        'first-generation-aftersales': { seen: false, declared: true },
      },
    },
  });
});

const info: AccountInfo = {
  serviceChannels: ['wechat', 'page', 'phone'],
  servicePath: 'pages/service',
  servicePhone: '020-81167888',
  returnAddress: { receiverName: 'Shop', detailedAddress: '1 Example Road', phone: '1', province: 'G' },
};

it('sets how buyers reach the shop', () => {
  expect(sent(updateAccountInfo.prepare(info))).toBe(
    documented(
      `{"service_agent_path":"pages/service","service_agent_phone":"020-81167888","service_agent_type":[0,1,2],
        "default_receiving_address":{"receiver_name":"Shop","detailed_address":"1 Example Road","tel_number":"1",
        "province":"G"}}`,
    ),
  );
  expect(sent(updateAccountInfo.prepare({ serviceChannels: ['wechat'] }))).toBe('{"service_agent_type":[0]}');
});

it('names what a channel lacks', () => {
  const bare = { serviceChannels: info.serviceChannels };
  expect(sent(updateAccountInfo.prepare(bare))).toEqual([
    'servicePath: needed for the channel page',
    'servicePhone: needed for the channel phone',
  ]);
  expect(sent(updateAccountInfo.prepare({ serviceChannels: [] }))).toEqual([
    expect.stringContaining('serviceChannels: '),
  ]);
});

it('reads how buyers reach the shop', () => {
  const answer =
    '{"data":{"service_agent_path":"","service_agent_phone":"1","service_agent_type":[0,2,7],"default_receiving_address":{"receiver_name":"Shop","detailed_address":"r","tel_number":"1"}}}';
  expect(read(readAccountInfo, answer)).toEqual({
    ok: true,
    value: {
      serviceChannels: ['wechat', 'phone', 'other'],
      servicePhone: '1',
      returnAddress: { receiverName: 'Shop', detailedAddress: 'r', phone: '1' },
    },
  });
  expect(read(readAccountInfo, '{"data":{}}')).toEqual({ ok: true, value: { serviceChannels: [] } });
});
