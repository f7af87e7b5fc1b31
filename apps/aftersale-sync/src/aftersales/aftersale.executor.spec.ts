import { discreet, type ChannelResult, type Execution } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import type { CallError } from '@tongbu/wechat';
import type { AftersaleChannel } from '../channel/aftersale-channel';
import { aftersaleSeen, rowOf } from '../testing/aftersale-samples';
import { nothingObserved, type AftersaleRow } from './aftersale';
import { carryOut, openAftersale, readAftersale, type AftersaleFact } from './aftersale.commands';
import { AftersaleExecutor } from './aftersale.executor';
import { personsOf } from './aftersale.privacy';
import type { Wish } from './aftersale.wish';

const clock = new FakeClock(new Date('2026-03-02T05:00:00Z'));
const context = { notAfter: Number.MAX_SAFE_INTEGER };
const seen = aftersaleSeen();
const row = rowOf({
  observed: { ...nothingObserved, existence: 'present', wechatId: seen.wechatId, aftersale: seen },
});
const decided = {
  number: 1,
  at: '2026-03-02T04:30:00Z',
  state: seen.state,
  request: 1,
  amount: null,
  after: null,
};
const agree: Wish = { ...decided, kind: 'accept-refund' };
const opening = {
  orderId: 'SO-1',
  type: 'refund' as const,
  line: { productId: 'P-301', skuId: 'P-301-L', quantity: 1 },
  claim: { amount: 100, reason: { text: '不想要了', code: 3 }, images: ['https://img.shop.example/a.jpg'] },
  wishes: [],
};

const ok = <T>(value: T): ChannelResult<T> => ({ ok: true, value, note: {} });
const refusal = (code: number, kind: 'permanent' | 'transient' = 'permanent'): ChannelResult<never> => {
  const explanation = { meaning: 'm', meaningZh: '义', fix: 'f', fixZh: '改' };
  const error = {
    kind: 'refused',
    code,
    class: kind,
    scope: 'entity',
    message: 'openid o1 is wrong',
    explanation,
  };
  return { ok: false, error: error as unknown as CallError, note: { answer: 'openid o1 is wrong' } };
};
const silence: ChannelResult<never> = {
  ok: false,
  error: { kind: 'unknown-outcome', reason: 'no answer' } as unknown as CallError,
  note: {},
};

/** An executor whose channel shows and answers this; what was called, in order. */
function setUp(answers: {
  readonly shown?: ChannelResult<typeof seen | null>;
  readonly answer?: ChannelResult<unknown>;
  readonly busy?: boolean;
  readonly openedByMerchant?: boolean;
}) {
  const { shown = ok(seen), answer = ok(undefined), busy = false, openedByMerchant = false } = answers;
  const called: string[] = [];
  const forgotten: string[] = [];
  const write = (name: string) => async () => {
    called.push(name);
    return answer;
  };
  const channel = {
    read: async () => {
      called.push('read');
      return shown;
    },
    payBack: write('payBack'),
    open: write('open'),
  } as unknown as AftersaleChannel;
  const leases = {
    during: async <T>(_app: string, orderId: string, work: (before: number) => Promise<T>) => {
      called.push(`lease ${orderId}`);
      return busy ? undefined : work(Number.MAX_SAFE_INTEGER);
    },
  };
  const pictures = { forget: async (_app: string, urls: readonly string[]) => forgotten.push(...urls) };
  const executor = new AftersaleExecutor(
    channel,
    leases,
    { find: async () => null },
    { isOpenedByMerchant: async () => openedByMerchant },
    pictures as never,
    clock,
  );
  const execute = (command: Parameters<typeof executor.execute>[0], about: AftersaleRow = row) =>
    discreet(executor, personsOf).execute(command, about, context);
  return { called, forgotten, execute };
}
const factOf = (outcome: Execution<AftersaleFact>) => ('fact' in outcome ? outcome.fact : undefined);

it('looks under the lease of the order before it writes, and writes once', async () => {
  const { execute, called } = setUp({});
  expect(factOf(await execute(carryOut(agree, null)))).toEqual({
    kind: 'done',
    wish: 1,
    of: 'accept-refund',
  });
  expect(called).toEqual(['lease SO-1', 'read', 'payBack']);
});

it('writes nothing while somebody else writes to the order, and comes back in a moment', async () => {
  const { execute, called } = setUp({ busy: true });
  const outcome = await execute(carryOut(agree, null));
  expect(outcome).toMatchObject({ kind: 'deferred', until: new Date('2026-03-02T05:00:00.200Z') });
  expect(called).toEqual(['lease SO-1']);
});

it('pays nothing back when the buyer has changed the request meanwhile', async () => {
  const { execute, called } = setUp({ shown: ok(aftersaleSeen({ amount: 9_900 })) });
  const outcome = await execute(carryOut(agree, null));
  expect([outcome.kind, factOf(outcome)]).toMatchObject(['stale', { kind: 'changed-before' }]);
  expect(called).not.toContain('payBack');
});

it.each([
  ['no answer', silence, 'unknown', undefined],
  ['"busy", which may have been done', refusal(-1, 'transient'), 'unknown', undefined],
  ['another write on the order', refusal(2747026), 'deferred', undefined],
  ['another state than was read', refusal(2747008), 'stale', { kind: 'out-of-date' }],
  ['a refusal for good', refusal(2747009), 'refused', { kind: 'refused' }],
] as const)('makes of %s what it is', async (_, answer, kind, fact) => {
  const { execute } = setUp({ answer });
  const outcome = await execute(carryOut(agree, null));
  expect(outcome.kind).toBe(kind);
  if (fact === undefined) expect(factOf(outcome)).toBeUndefined();
  else expect(factOf(outcome)).toMatchObject(fact);
});

it('sends nothing when the look before a write gets no answer', async () => {
  const { execute, called } = setUp({ shown: silence });
  expect((await execute(carryOut(agree, null))).kind).toBe('failed');
  expect(called).toEqual(['lease SO-1', 'read']);
});

describe('opening', () => {
  const facts = {
    atWechat: { openId: 'o1', collectedBy: 'component' as const, lines: [] },
    returnAddress: null,
  };
  const begun = rowOf({
    entityId: 'AS-1',
    observed: { ...nothingObserved, order: { orderId: 'SO-1', facts, generation: 1 } },
  });

  it('takes an id that WeChat has already for its own, and reads it', async () => {
    const { execute } = setUp({ answer: refusal(2747013) });
    const outcome = await execute(openAftersale(opening), begun);
    expect([outcome.kind, factOf(outcome)]).toEqual(['stale', { kind: 'id-taken' }]);
  });

  it('forgets pictures that WeChat does not know any more', async () => {
    const { execute, forgotten } = setUp({ answer: refusal(2747010) });
    expect(factOf(await execute(openAftersale(opening), begun))).toEqual({ kind: 'pictures-lost' });
    expect(forgotten).toEqual(opening.claim.images);
  });
});

describe('reading', () => {
  it('says whose row it is that the merchant opened under its own id', async () => {
    const shown = ok(aftersaleSeen({ merchantId: 'AS-1' }));
    const { execute } = setUp({ shown, openedByMerchant: true });
    expect(factOf(await execute(readAftersale(null, 'money')))).toMatchObject({
      kind: 'read',
      sameAs: 'AS-1',
    });
  });

  it('takes an after-sale that was shown once for there, and tries again', async () => {
    const { execute } = setUp({ shown: ok(null) });
    expect((await execute(readAftersale(null, 'money'))).kind).toBe('failed');
  });

  it('takes one that was never shown for not shown yet', async () => {
    const { execute } = setUp({ shown: ok(null) });
    const outcome = await execute(readAftersale(null, 'money'), rowOf({ observed: null }));
    expect(factOf(outcome)).toEqual({ kind: 'not-shown' });
  });
});

it("names no buyer in a note, also where WeChat's own words do", async () => {
  const { execute } = setUp({ answer: refusal(2747009) });
  expect((await execute(carryOut(agree, null))).note).toEqual({ answer: 'openid **** is wrong' });
});
