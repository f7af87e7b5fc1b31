import { documented, read, sent } from '../../test-support/wire-text';
import { listPromoters } from './promoter.endpoints';
import * as sharers from './sharer.endpoints';

const openid = 'oQx7WkExampleSharer';

it('sends the documented requests', () => {
  const pairs: readonly [Parameters<typeof sent>[0], string][] = [
    [listPromoters.prepare({ page: 1, pageSize: 20 }), '{"page": 1, "page_size": 20}'],
    [
      sharers.inviteSharers.prepare({ openids: [openid, 'oQx7WkExampleOther'] }),
      '{"openids": ["oQx7WkExampleSharer", "oQx7WkExampleOther"]}',
    ],
    [sharers.unbindSharers.prepare({ openids: [openid] }), '{"openids": ["oQx7WkExampleSharer"]}'],
    [sharers.listSharers.prepare({ page: 1, pageSize: 100 }), '{"page": 1, "page_size": 100}'],
    [sharers.findSharer.prepare({ openid }), '{"openid": "oQx7WkExampleSharer"}'],
    [sharers.readSharerSales.prepare({ openid }), '{"openid": "oQx7WkExampleSharer"}'],
    [
      sharers.listSharerLives.prepare({ openid, page: 1, pageSize: 20 }),
      '{"openid": "oQx7WkExampleSharer", "page": 1, "page_size": 20}',
    ],
    [
      sharers.listSharerLiveOrders.prepare({ openid, liveId: 'export_example', page: 1, pageSize: 20 }),
      '{"openid": "oQx7WkExampleSharer", "live_export_id": "export_example", "page": 1, "page_size": 20}',
    ],
  ];
  for (const [prepared, example] of pairs) expect(sent(prepared)).toBe(documented(example));
});

it('refuses pages that are too long, and nobody to invite', () => {
  expect(sent(listPromoters.prepare({ page: 1, pageSize: 21 }))).toEqual([
    expect.stringContaining('pageSize: '),
  ]);
  expect(sent(sharers.listSharers.prepare({ page: 0, pageSize: 101 }))).toEqual([
    expect.stringContaining('page: '),
    expect.stringContaining('pageSize: '),
  ]);
  expect(sent(sharers.inviteSharers.prepare({ openids: [] }))).toEqual([
    expect.stringContaining('openids: '),
  ]);
});

it('reads the promoters', () => {
  const answer =
    '{"errcode": 0, "promoters": [{"finder_nickname": "Example channel", "promoter_id": "aB3example", "promoter_openid": "oFx001"}], "total_num": 1}';
  expect(read(listPromoters, answer)).toEqual({
    ok: true,
    value: {
      total: 1,
      promoters: [{ promoterId: 'aB3example', finderNickname: 'Example channel', promoterOpenid: 'oFx001' }],
    },
  });
});

it('reads who was invited, and why others were not', () => {
  const answer =
    '{"errcode": 0, "errmsg": "ok", "success_list": ["oQx7WkExampleSharer"], "fail_list": [], "refuse_list": ["oQx7WkExampleOther"], "result_list": [{"openid": "oQx7WkExampleSharer", "result_code": 0, "reason_code": 0}, {"openid": "oQx7WkExampleOther", "result_code": 2, "reason_code": 202}, {"openid": "o3", "result_code": 7}]}';
  expect(read(sharers.inviteSharers, answer)).toEqual({
    ok: true,
    value: {
      invited: [openid],
      failed: [],
      refused: ['oQx7WkExampleOther'],
      results: [
        { openid, result: 'invited', reason: 'ok', reasonCode: 0 },
        { openid: 'oQx7WkExampleOther', result: 'refused', reason: 'already-bound', reasonCode: 202 },
        { openid: 'o3', result: 'other' },
      ],
    },
  });
  expect(read(sharers.unbindSharers, '{"success_list":["a"],"fail_list":null,"refuse_list":["b"]}')).toEqual({
    ok: true,
    value: { unbound: ['a'], failed: [], refused: ['b'] },
  });
});

it('reads sharers with times as text and as numbers', () => {
  const answer =
    '{"sharers":[{"openid":"o1","nickname":"Mei","invited_time":"1657701000","bind_time":1657701900}],"total_num":3}';
  const times = { invitedAt: new Date(1_657_701_000_000), boundAt: new Date(1_657_701_900_000) };
  expect(read(sharers.listSharers, answer)).toEqual({
    ok: true,
    value: { total: 3, sharers: [{ openid: 'o1', nickname: 'Mei', ...times }] },
  });
  const one =
    '{"errcode": 0, "errmsg": "ok", "invited_time": "1657701000", "bind_time": "1657701900", "nickname": "Mei", "bind_status": "1"}';
  expect(read(sharers.findSharer, one)).toEqual({
    ok: true,
    value: { nickname: 'Mei', ...times, binding: 'bound' },
  });
});

it.each([
  ['2', 'refused'],
  ['3', 'invited'],
  ['4', 'invitation-expired'],
  ['9', 'other'],
])('calls binding %s %s', (bind_status, binding) => {
  expect(read(sharers.findSharer, `{"bind_status":"${bind_status}"}`)).toMatchObject({ value: { binding } });
});

it('reads what a sharer sold, in all and by broadcast', () => {
  expect(read(sharers.readSharerSales, '{"errcode":0,"gmv":12000,"order_cnt":"3","user_cnt":2}')).toEqual({
    ok: true,
    value: { salesFen: 12_000, orders: 3, buyers: 2 },
  });
  const answer = `{"lives":[{"live_export_id":"e","live_nickname":"Example channel","live_start_time":1657701000,
    "live_end_time":0,"live_status":1,"gmv":"12000","order_cnt":3,"user_cnt":2}],"total_num":1}`;
  expect(read(sharers.listSharerLives, answer)).toEqual({
    ok: true,
    value: {
      total: 1,
      lives: [
        {
          liveId: 'e',
          finderNickname: 'Example channel',
          startedAt: new Date(1_657_701_000_000),
          live: true,
          salesFen: 12_000,
          orders: 3,
          buyers: 2,
        },
      ],
    },
  });
});

it('reads the orders of a broadcast', () => {
  const answer =
    '{"orders":[{"order_id":3309517286640325887,"out_order_id":"T1","status":20}],"total_num":1}';
  expect(read(sharers.listSharerLiveOrders, answer)).toMatchObject({
    value: { total: 1, orders: [{ wechatOrderId: '3309517286640325887', status: 'paid' }] },
  });
});
