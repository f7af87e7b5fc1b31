import { merchantNumberWanted } from '@tongbu/contracts';
import { SealedTexts } from '@tongbu/platform';
import { MerchantNumberWorld } from '../testing/merchant-number-world';
import { DocumentVault } from './document-vault';
import { merchantNumberStatus } from './merchant-number.status';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const { sample } = merchantNumberWanted;

it('exchanges the pictures, applies, and follows review, transfer and signature to the number', async () => {
  const world = new MerchantNumberWorld();
  const { wechat } = world;
  world.want();
  await world.pass(MINUTE);
  expect(wechat.taken).toEqual(['wish 1']);
  expect(world.told).toEqual(['applied', 'changed under-review']);
  const { deadline } = wechat.askForTransfer(7 * DAY);
  await world.pass(DAY);
  expect(world.told.at(-1)).toBe('changed validation-needed');
  expect(world.store.events.at(-1)?.data).toMatchObject({ transfer: { amount: 37, deadline } });
  await world.pass(5 * DAY + MINUTE);
  expect(world.told.at(-1)).toBe('transfer-due');
  wechat.move('signature-needed', { signUrl: 'https://pay.weixin.example/sign' });
  await world.pass(DAY);
  expect(world.store.events.at(-1)?.data).toMatchObject({ signUrl: 'https://pay.weixin.example/sign' });
  expect(world.facts).toEqual([]);
  wechat.move('ready', { merchantNumber: '1600000001' });
  await world.pass(DAY);
  expect(world.told.at(-1)).toBe('ready');
  expect(world.facts).toContain('merchant-number:ready');
  expect(merchantNumberStatus(world.row.observed, undefined)).toMatchObject({
    state: 'ready',
    done: { source: 'wxpay/get: ready' },
  });
});

it('tells refused fields with their reasons, waits, and applies again with another document and new pictures', async () => {
  const world = new MerchantNumberWorld();
  const { wechat } = world;
  world.want();
  await world.pass(MINUTE);
  const { issued } = wechat;
  const first = issued.size;
  wechat.refuse('identity.portraitSide', '照片不清晰');
  await world.pass(DAY);
  expect(world.row).toMatchObject({
    state: 'parked',
    problems: [
      {
        code: 'merchant-number-field-refused',
        field: 'identity.portraitSide',
        messageZh: expect.stringContaining('照片不清晰'),
      },
    ],
  });
  expect(world.told.filter((name) => name === 'changed refused')).toHaveLength(1);
  expect(wechat.taken).toEqual(['wish 1']);
  world.want();
  await world.pass(MINUTE);
  expect(wechat.taken).toEqual(['wish 1', 'wish 2']);
  expect(issued.size).toBe(2 * first);
  expect(world.told.slice(-2)).toEqual(['applied', 'changed under-review']);
});

it('keeps a new document while another is under review, and hands it in when that is refused', async () => {
  const world = new MerchantNumberWorld();
  world.want();
  await world.pass(MINUTE);
  world.want();
  await world.pass(MINUTE);
  expect(world.wechat.taken).toEqual(['wish 1']);
  world.wechat.refuse();
  await world.pass(DAY);
  expect(world.wechat.taken).toEqual(['wish 1', 'wish 2']);
});

it('names pictures that cannot be used together, by their place and not by their address', async () => {
  const world = new MerchantNumberWorld();
  if (sample.identity.kind !== 'card') throw new Error('a card was expected');
  const { portraitSide, emblemSide } = sample.identity;
  world.pictures.unusable.add(portraitSide).add(emblemSide);
  world.want();
  await world.pass(MINUTE);
  expect(world.row.problems?.map(({ field }) => field)).toEqual([
    'identity.portraitSide',
    'identity.emblemSide',
  ]);
  expect(JSON.stringify([world.row, world.store.events])).not.toContain('card-portrait');
  expect(world.wechat.taken).toEqual([]);
});

it('exchanges pictures again that WeChat does not know any more', async () => {
  const world = new MerchantNumberWorld();
  world.want();
  world.wechat.faults.inject('no-connection', 4);
  await world.drive();
  world.wechat.issued.clear();
  await world.pass(10 * MINUTE);
  expect(world.wechat.taken).toEqual(['wish 1']);
});

it('shows nothing of the document in row, events or timeline, also when WeChat quotes it', async () => {
  const world = new MerchantNumberWorld();
  world.want();
  await world.pass(MINUTE);
  const { identity, contact } = sample;
  world.wechat.refuse('identity.number', `${identity.name} ${identity.number} 6225880212345678 有误`);
  await world.pass(DAY);
  expect(world.told.at(-1)).toMatch(/parked|changed refused/);
  const seen = JSON.stringify([world.row, world.store.events]);
  const { encryptedName, encryptedNumber } = sample.bankAccount;
  for (const secret of [
    identity.name,
    identity.number,
    contact.phone,
    contact.email,
    encryptedName,
    encryptedNumber,
    '6225880212345678',
  ]) {
    expect(seen).not.toContain(secret);
  }
  expect(seen).toContain('有误');
});

it('says which key is missing when a document cannot be opened, and that the first generation needs no number', async () => {
  const other = new DocumentVault(
    new SealedTexts([{ id: 'k2', key: Buffer.alloc(32, 8) }], 'MERCHANT_DATA_KEYS'),
  );
  const shut = new MerchantNumberWorld('second', () => other);
  shut.want();
  await shut.pass(MINUTE);
  expect(shut.row.problems).toMatchObject([
    {
      message: expect.stringContaining(
        'MERCHANT_DATA_KEYS: the key named k1 is not among the configured ones',
      ),
    },
  ]);
  const first = new MerchantNumberWorld('first');
  first.want();
  await first.pass(MINUTE);
  expect(first.row.problems).toMatchObject([{ code: 'merchant-number-generation' }]);
  expect(first.wechat.calls).toBe(0);
});

it('takes the word of somebody who used the console, and reports otherwise how far it is', () => {
  expect(merchantNumberStatus(null, undefined)).toEqual({ state: 'not-applied', done: null });
  expect(merchantNumberStatus(null, '2026-03-02T10:00:00.000Z')).toEqual({
    state: 'console',
    done: { at: '2026-03-02T10:00:00.000Z', source: 'declared: merchant-number' },
  });
});
