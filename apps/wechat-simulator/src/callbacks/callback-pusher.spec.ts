import { createHash } from 'node:crypto';
import { decryptPush, parseJson, signPush } from '@tongbu/wechat';
import { SimulatorBench } from '../testing/simulator-bench';
import type { Delivery } from './envelope';

function firstDelivery(overrides: Record<string, unknown>): { bench: SimulatorBench; delivery: Delivery } {
  const bench = new SimulatorBench(overrides);
  bench.addReviewed('P1', { info_version: '7' });
  const delivery = bench.deliveries[0]?.delivery;
  if (delivery === undefined) throw new Error('nothing was pushed');
  return { bench, delivery };
}

function decrypted({ account }: SimulatorBench, encrypt: string): string {
  const result = decryptPush({ encodingAesKey: account.encodingAesKey, appId: account.appId, encrypt });
  if (!result.ok) throw new Error(result.reason);
  return result.message;
}

const queryOf = ({ url }: Delivery) => new URL(url).searchParams;

function productIdOf(bench: SimulatorBench): bigint {
  const product = bench.app.products.findByOutId('P1');
  if (product === undefined) throw new Error('no product');
  return product.productId;
}

describe('the form of a push', () => {
  it('security mode, JSON: only the envelope, signed, and inside it the event with its 64-bit id', () => {
    const { bench, delivery } = firstDelivery({});
    const envelope = parseJson(delivery.body) as { ToUserName: string; Encrypt: string };
    expect(Object.keys(envelope)).toEqual(['ToUserName', 'Encrypt']);
    const query = queryOf(delivery);
    const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    expect(query.get('encrypt_type')).toBe('aes');
    expect(query.get('signature')).toBe(signPush(['push-token', timestamp, nonce]));
    expect(query.get('msg_signature')).toBe(signPush(['push-token', timestamp, nonce, envelope.Encrypt]));
    expect(parseJson(decrypted(bench, envelope.Encrypt))).toEqual({
      ToUserName: 'gh_111111111111',
      FromUserName: expect.any(String),
      CreateTime: expect.any(Number),
      MsgType: 'event',
      Event: 'open_product_spu_audit',
      OpenProductSpuAudit: {
        out_product_id: 'P1',
        product_id: productIdOf(bench),
        status: 4,
        spu_status: 5,
        reject_reason: '',
        info_version: 7,
      },
    });
  });

  it('security mode, XML', () => {
    const { bench, delivery } = firstDelivery({ format: 'xml' });
    const encrypt = /<Encrypt><!\[CDATA\[(.+)\]\]><\/Encrypt>/.exec(delivery.body)?.[1] ?? '';
    expect(delivery.body).toMatch(/^<xml><ToUserName><!\[CDATA\[gh_1{12}\]\]><\/ToUserName><Encrypt>/);
    expect(decrypted(bench, encrypt)).toContain(
      `<OpenProductSpuAudit><out_product_id><![CDATA[P1]]></out_product_id><product_id>${productIdOf(bench)}</product_id><status>4</status>`,
    );
  });

  it('plaintext mode: the message itself', () => {
    const { delivery } = firstDelivery({ mode: 'plaintext' });
    expect(parseJson(delivery.body)).toMatchObject({ OpenProductSpuAudit: { status: 4 } });
    expect(queryOf(delivery).has('msg_signature')).toBe(false);
  });

  it('compatible mode: both', () => {
    const { bench, delivery } = firstDelivery({ mode: 'compatible' });
    const body = parseJson(delivery.body) as { Encrypt: string };
    expect(body).toMatchObject({ Event: 'open_product_spu_audit', OpenProductSpuAudit: { status: 4 } });
    expect(decrypted(bench, body.Encrypt)).toContain('OpenProductSpuAudit');
  });

  it('flat layout: every value a string beside Event', () => {
    const { bench, delivery } = firstDelivery({ mode: 'plaintext', layout: 'flat' });
    expect(parseJson(delivery.body)).toMatchObject({
      Event: 'open_product_spu_audit',
      out_product_id: 'P1',
      product_id: String(productIdOf(bench)),
      status: '4',
    });
  });
});

describe('the delivery of pushes', () => {
  const counts = (bench: SimulatorBench) => bench.simulator.pusher.counts.get(bench.account.appId);

  it('is tried three times in all, encrypted anew each time', async () => {
    const bench = new SimulatorBench();
    bench.receiver = () => Promise.resolve({ status: 500, body: 'success' });
    bench.addReviewed('P1');
    for (let round = 0; round < 5; round += 1) {
      await bench.settle();
      bench.time.advance(10_000);
    }
    expect(bench.deliveries).toHaveLength(3);
    expect(new Set(bench.deliveries.map(({ delivery }) => delivery.body)).size).toBe(3);
    expect(counts(bench)).toMatchObject({ pushed: 1, attempts: 3, acknowledged: 0, failed: 1 });
  });

  it.each(['success', ''])('ends with the answer %j', async (body) => {
    const bench = new SimulatorBench();
    let answers = 0;
    bench.receiver = () => {
      answers += 1;
      return answers === 1
        ? Promise.reject(new Error('no answer in time'))
        : Promise.resolve({ status: 200, body });
    };
    bench.addReviewed('P1');
    await bench.settle();
    bench.time.advance(1_000);
    await bench.settle();
    bench.time.advance(60_000);
    expect(bench.deliveries).toHaveLength(2);
    expect(counts(bench)).toMatchObject({ acknowledged: 1, failed: 0 });
  });

  it('takes any other text for a failure', async () => {
    const bench = new SimulatorBench();
    bench.receiver = () => Promise.resolve({ status: 200, body: '"success"' });
    bench.addReviewed('P1');
    await bench.settle();
    bench.time.advance(1_000);
    expect(bench.deliveries).toHaveLength(2);
  });

  it('does not happen without a callback URL', () => {
    const bench = new SimulatorBench({ callbackUrl: undefined });
    bench.addReviewed('P1');
    expect(bench.deliveries).toHaveLength(0);
    expect(counts(bench)).toMatchObject({ pushed: 0, notConfigured: 1 });
  });

  it('is remembered with what became of it', async () => {
    const bench = new SimulatorBench({ mode: 'plaintext' });
    const { faults, pusher } = bench.simulator;
    const states = () => pusher.log.of(bench.account.appId).map(({ state }) => state);
    faults.add({ kind: 'drop' });
    bench.addReviewed('Dropped');
    faults.add({ kind: 'double' });
    bench.addReviewed('Twice');
    faults.add({ kind: 'delay', ms: 100_000 });
    bench.addReviewed('Late');
    bench.receiver = () => Promise.resolve({ status: 503, body: '' });
    bench.addReviewed('Refused');
    for (let round = 0; round < 5; round += 1) {
      await bench.settle();
      bench.time.advance(2_000);
    }
    expect(states()).toEqual(['dropped', 'acknowledged', 'pending', 'given-up']);
    const [, twice] = pusher.log.of(bench.account.appId);
    const [delivered] = bench.deliveries;
    expect(twice).toMatchObject({ event: 'open_product_spu_audit', fault: 'double', attempts: 2 });
    expect(twice?.messageHash).toBe(
      createHash('sha256')
        .update(delivered?.delivery.body ?? '')
        .digest('hex'),
    );
  });

  it('can be dropped, doubled, delayed and reordered', () => {
    const bench = new SimulatorBench({
      mode: 'plaintext',
      simulator: { auditDelayMs: { min: 10, max: 10 } },
    });
    const pushed = () =>
      bench.deliveries.map(({ delivery }) => /"out_product_id":"(\w+)"/.exec(delivery.body)?.[1]);
    const { faults } = bench.simulator;
    faults.add({ kind: 'drop' });
    bench.addReviewed('Dropped');
    faults.add({ kind: 'double' });
    bench.addReviewed('Twice');
    faults.add({ kind: 'delay', ms: 500 });
    bench.addReviewed('Late');
    expect(pushed()).toEqual(['Twice', 'Twice']);
    bench.time.advance(500);
    faults.add({ kind: 'reorder' });
    bench.addReviewed('First');
    bench.addReviewed('Second');
    expect(pushed()).toEqual(['Twice', 'Twice', 'Late', 'Second', 'First']);
    bench.time.advance(60_000);
    expect(bench.deliveries).toHaveLength(5);
  });
});

describe('a contradicting push', () => {
  it('says the opposite of the verdict, while the truth stays', () => {
    const bench = new SimulatorBench({ mode: 'plaintext' });
    const { faults } = bench.simulator;
    const told = () =>
      bench.deliveries.map(({ delivery }) => parseJson(delivery.body)) as Record<string, unknown>[];
    faults.add({ kind: 'contradict', times: 2 });
    bench.addReviewed('Good');
    bench.addReviewed('Bad', { title: '最好的青瓷茶杯' });
    bench.addReviewed('Honest');
    expect(told()).toMatchObject([
      { OpenProductSpuAudit: { out_product_id: 'Good', status: 3, reject_reason: '审核未通过' } },
      { OpenProductSpuAudit: { out_product_id: 'Bad', status: 4, reject_reason: '' } },
      { OpenProductSpuAudit: { out_product_id: 'Honest', status: 4 } },
    ]);
    expect(bench.app.products.all().map(({ editStatus }) => editStatus)).toEqual([4, 3, 4]);
  });

  it('does so for the shelf as well', () => {
    const bench = new SimulatorBench({ mode: 'plaintext' });
    bench.addReviewed('P1');
    bench.simulator.faults.add({ kind: 'contradict' });
    const product = bench.app.products.findByOutId('P1');
    if (product === undefined) throw new Error('no product');
    bench.simulator.productAuditor.moderate(bench.app, product, 'take-down', '涉嫌违规');
    expect(parseJson(bench.deliveries[1]?.delivery.body ?? '')).toMatchObject({
      OpenProductSpuStatusUpdate: { status: 5, reason: '' },
    });
    expect(product.status).toBe(13);
  });
});

describe('take-down and restore', () => {
  it('are told to the shop, and an approval lists the product again', () => {
    const bench = new SimulatorBench({ mode: 'plaintext' });
    bench.addReviewed('P1');
    const product = bench.app.products.findByOutId('P1');
    if (product === undefined) throw new Error('no product');
    expect(
      bench.simulator.productAuditor.moderate(bench.app, product, 'take-down', '涉嫌违规'),
    ).toBeUndefined();
    expect(parseJson(bench.deliveries[1]?.delivery.body ?? '')).toMatchObject({
      Event: 'open_product_spu_status_update',
      OpenProductSpuStatusUpdate: { out_product_id: 'P1', status: 13, reason: '涉嫌违规' },
    });
    expect(bench.call('/shop/spu/listing', { out_product_id: 'P1' }).errcode).toBe(990022);
    bench.call('/shop/spu/update', bench.product('P1'));
    bench.letReviewsEnd();
    expect(product.status).toBe(5);
  });
});
