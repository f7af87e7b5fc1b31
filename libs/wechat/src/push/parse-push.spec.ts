import vectors from '../../test-vectors/push-crypto.json';
import { parsePush, type PushEvent } from './parse-push';
import { PUSH_EVENTS } from './push-events';

function parsed(message: string, format: 'json' | 'xml'): PushEvent {
  const result = parsePush(message, format);
  if (!result.ok) throw new Error('refused');
  return result.push;
}

const plaintext = (name: string) =>
  vectors.messages.find((message) => message.name === name)?.plaintext ?? '';
const envelope = { ToUserName: 'gh_1', FromUserName: 'oTeam', CreateTime: 1668413007, MsgType: 'event' };
const json = (fields: object) => JSON.stringify({ ...envelope, ...fields });
const xml = (inner: string) =>
  `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oTeam]]></FromUserName>` +
  `<CreateTime>1668413007</CreateTime><MsgType><![CDATA[event]]></MsgType>${inner}</xml>`;

describe('parsePush', () => {
  it('keeps every digit of the ids', () => {
    const push = parsed(plaintext('json-aftersale-int64'), 'json');
    expect(push).toEqual({
      event: 'aftersale_new_order',
      msgType: 'event',
      createTime: new Date(1668413007_000),
      fromUserName: 'oQx7Wk-n3VdRj1LzTt5Pa8mBcYuE',
      toUserName: 'gh_7b1d0e93c4aa',
      subject: 'aftersale',
      entity: '4000000007314883',
      body: {
        aftersale_id: '4000000007314883',
        order_id: '3309517286640325887',
        out_order_id: 'SO-2022-11-14-000731',
      },
    });
  });

  it('reads an empty CDATA block as the empty text', () => {
    const push = parsed(plaintext('xml-aftersale-empty-cdata'), 'xml');
    expect(push.body).toEqual({ aftersale_id: '4000000007314882', out_aftersale_id: '' });
  });

  it('reads an audit that is flattened to the top level', () => {
    const push = parsed(plaintext('json-flat-audit-utf8'), 'json');
    expect(push.entity).toBe('kQAAAB7uRk0DAAAA5f-w2g');
    expect(push.body).toEqual({
      audit_id: 'kQAAAB7uRk0DAAAA5f-w2g',
      audit_type: '1',
      brand_id: '51877',
      reject_reason: '商标注册证模糊,请重新上传清晰扫描件🙂',
      seq_qc_id: '0',
      status: '9',
    });
  });

  it('gives the same body for nested, flattened, JSON and XML', () => {
    const Event = 'open_product_spu_audit';
    const fields = {
      out_product_id: 'P-1',
      product_id: '18446744073709551615',
      status: '4',
      reject_reason: '',
    };
    const inner = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
    const bodies = [
      parsed(json({ Event, OpenProductSpuAudit: fields }), 'json'),
      parsed(json({ Event, ...fields }), 'json'),
      parsed(
        xml(`<Event>${Event}</Event><OpenProductSpuAudit>${inner.join('')}</OpenProductSpuAudit>`),
        'xml',
      ),
      parsed(xml(`<Event>${Event}</Event>${inner.join('')}`), 'xml'),
    ];
    for (const push of bodies)
      expect(push).toMatchObject({ entity: 'P-1', subject: 'product', body: fields });
  });

  it('reads the status update under either body key', () => {
    const fields = { out_product_id: 'P-1', status: 13 };
    const Event = 'open_product_spu_status_update';
    for (const key of ['OpenProductSpuStatusUpdate', 'OpenProductSpuAudit']) {
      expect(parsed(json({ Event, [key]: fields }), 'json').body).toEqual({
        out_product_id: 'P-1',
        status: '13',
      });
    }
  });

  it('makes an array of an element that occurs once', () => {
    const inner =
      '<Event>open_product_scene_group_audit</Event><SceneGroupAudit><group_id>1</group_id><reason></reason>' +
      '<scene_group_ext_list><ext_id>1</ext_id><status>1</status></scene_group_ext_list></SceneGroupAudit>';
    expect(parsed(xml(inner), 'xml').body).toEqual({
      group_id: '1',
      reason: '',
      scene_group_ext_list: [{ ext_id: '1', status: '1' }],
    });
  });

  it.each([[null], [{}], [[]], ['']])('reads %j as the empty text', (empty) => {
    const Event = 'open_product_spu_audit';
    expect(parsed(json({ Event, OpenProductSpuAudit: { reject_reason: empty } }), 'json').body).toEqual({
      reject_reason: '',
    });
  });

  it('keeps an unknown event with all its fields', () => {
    const push = parsed(json({ Event: 'something_new', thing: { id: 1, list: [1, 2] } }), 'json');
    expect(push).toMatchObject({ event: 'something_new', body: { thing: { id: '1', list: ['1', '2'] } } });
    expect(push.subject).toBeUndefined();
    expect(push.entity).toBeUndefined();
  });

  it('is not fooled by an event named like an object member', () => {
    expect(parsed(json({ Event: 'constructor', a: 1 }), 'json')).toMatchObject({ body: { a: '1' } });
  });

  it('decodes the predefined entities and leaves others and CDATA alone', () => {
    const inner = '<Event>x</Event><a>&lt;&amp;&gt;</a><b>&unknown;</b><c><![CDATA[&amp;<i>]]></c>';
    expect(parsed(xml(inner), 'xml').body).toEqual({ a: '<&>', b: '&unknown;', c: '&amp;<i>' });
  });

  it.each([
    ['no time', '{"Event":"x"}', 'json'],
    ['a time that is no number', '{"Event":"x","CreateTime":"soon"}', 'json'],
    ['broken JSON', '{"Event"', 'json'],
    ['broken XML', '<xml><Event></xml>', 'xml'],
    ['nothing', '', 'xml'],
    ['XML nested too deep', `<xml>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</xml>`, 'xml'],
    ['a document type', `<!DOCTYPE xml>${xml('<Event>x</Event>')}`, 'xml'],
  ] as const)('refuses a message with %s', (_, message, format) => {
    expect(parsePush(message, format)).toEqual({ ok: false, reason: 'malformed' });
  });

  it('knows the 36 events', () => {
    expect(Object.keys(PUSH_EVENTS)).toHaveLength(36);
  });
});
