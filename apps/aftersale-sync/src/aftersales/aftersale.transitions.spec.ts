import { aftersaleStates, eventRegistry, type AftersaleState } from '@tongbu/contracts';
import type { Hint } from '@tongbu/sync-engine';
import { aftersaleSeen, rowOf } from '../testing/aftersale-samples';
import { nothingObserved, type ObservedAftersale, type ReadAftersale } from './aftersale';
import { defaultDeadlineRules } from './aftersale.deadlines';
import { reduceAftersale } from './aftersale.reduce';
import type { ReadComplaint } from './complaint';

const START = new Date('2026-03-02T04:00:00Z');
const HOUR = 3_600_000;
const later = (hours: number) => new Date(START.getTime() + hours * HOUR);

function look(
  known: ObservedAftersale,
  aftersale: ReadAftersale,
  now: Date,
  hint: Hint | null = null,
  complaint: ReadComplaint | null = null,
): { observed: ObservedAftersale; told: string[] } {
  const row = { ...rowOf({}), observed: known, hint };
  const { observed, events } = reduceAftersale(
    defaultDeadlineRules,
    row,
    { kind: 'read', aftersale, complaint, sameAs: null },
    now,
  );
  // Whatever is told fits its schema.
  for (const { type, data } of events)
    expect(eventRegistry.get(type)?.data.safeParse(data).error).toBeUndefined();
  return { observed, told: events.map(({ type }) => type.replace(/^wechat\.aftersale\.(.*)\.v1$/, '$1')) };
}

const seenAt = (state: AftersaleState, at: Date, changes: Partial<ReadAftersale> = {}) =>
  aftersaleSeen({ state, updatedAt: at.toISOString(), ...changes });

/** WeChat documentation: after-sales, state machine. From, to, what the merchant hears when nothing else is known. */
const transitions: readonly (readonly [AftersaleState, AftersaleState, readonly string[]])[] = [
  ['refund-requested', 'withdrawn', ['withdrawn']],
  ['return-requested', 'withdrawn', ['withdrawn']],
  ['return-awaited', 'withdrawn', ['withdrawn']],
  ['refund-rejected', 'withdrawn', ['withdrawn']],
  ['return-rejected', 'withdrawn', ['withdrawn']],
  ['refund-rejected', 'refund-requested', ['changed']],
  ['return-rejected', 'return-requested', ['changed']],
  ['refund-requested', 'refunding', ['refunding']],
  ['refund-requested', 'refund-rejected', ['rejected']],
  ['return-requested', 'return-awaited', ['return-awaited']],
  ['return-requested', 'return-rejected', ['rejected']],
  ['return-awaited', 'receipt-awaited', ['return-shipped']],
  ['return-awaited', 'closed', ['closed']],
  ['receipt-awaited', 'return-awaited', ['return-awaited']],
  ['receipt-awaited', 'refunding', ['refunding']],
  ['receipt-awaited', 'refund-rejected', ['rejected']],
  ['refund-rejected', 'refund-disputed', ['platform-intervened']],
  ['return-rejected', 'return-disputed', ['platform-intervened']],
  ['refund-rejected', 'closed', ['closed']],
  ['return-rejected', 'closed', ['closed']],
  ['refund-disputed', 'refunding', ['refunding']],
  ['refund-disputed', 'closed', ['closed']],
  ['return-disputed', 'return-awaited', ['return-awaited']],
  ['return-disputed', 'refunding', ['refunding']],
  ['return-disputed', 'closed', ['closed']],
  ['refunding', 'refunded', ['refunded']],
  ['refunding', 'refund-failed', ['refund-failed']],
  ['refund-failed', 'other', []],
  ['other', 'refunded', ['refunded']],
];

describe.each(transitions)('from %s to %s', (from, to, told) => {
  it(`tells ${told.join(', ') || 'nothing'}`, () => {
    const before = look(nothingObserved, seenAt(from, START), START).observed;
    const after = look(before, seenAt(to, later(1)), later(1));
    expect(after.told).toEqual(told);
    expect(after.observed.aftersale?.state).toBe(to);
  });

  it('tells it once', () => {
    const before = look(nothingObserved, seenAt(from, START), START).observed;
    const after = look(before, seenAt(to, later(1)), later(1)).observed;
    expect(look(after, seenAt(to, later(1)), later(2)).told).toEqual([]);
  });
});

it('takes every state after every other, also where WeChat documents no way: steps may have been missed', () => {
  for (const from of aftersaleStates) {
    for (const to of aftersaleStates) {
      const before = look(nothingObserved, seenAt(from, START), START).observed;
      expect(look(before, seenAt(to, later(1)), later(1)).observed.aftersale?.state).toBe(to);
    }
  }
});

describe.each(aftersaleStates)('first seen as %s', (state) => {
  it('is told as a request, and then where it stands', () => {
    const [first, ...rest] = look(nothingObserved, seenAt(state, START), START).told;
    expect(first).toBe('requested');
    expect(rest).toHaveLength(['refund-requested', 'return-requested', 'other'].includes(state) ? 0 : 1);
  });
});

describe('a deadline', () => {
  it.each<[AftersaleState, AftersaleState, string, number]>([
    ['refund-requested', 'refunding', 'refund-decision', 48],
    ['refund-requested', 'refunded', 'refund-decision', 48],
    ['return-requested', 'return-awaited', 'return-decision', 48],
    ['return-awaited', 'closed', 'return-shipment', 7 * 24],
    ['receipt-awaited', 'refunding', 'receipt', 10 * 24],
    ['refund-rejected', 'closed', 'intervention', 7 * 24],
    ['return-rejected', 'closed', 'intervention', 7 * 24],
  ])(
    'missed in %s leads to %s: %s after %d h, found by looking, shown by WeChat or told by a callback',
    (from, to, deadline, hours) => {
      const before = look(nothingObserved, seenAt(from, START), START).observed;
      expect(before.deadlines).toMatchObject([{ deadline, at: later(hours).toISOString() }]);
      expect(look(before, seenAt(to, later(hours)), later(hours)).told[0]).toBe('deadline-missed');
      expect(look(before, seenAt(to, later(hours)), later(1)).told[0]).toBe('deadline-missed');

      const overdue = { name: 'overdue', detail: { overdue: deadline } };
      expect(look(before, seenAt(to, later(1)), later(1), overdue).told[0]).toBe('deadline-missed');
      expect(look(before, seenAt(to, later(1)), later(1)).told).not.toContain('deadline-missed');
    },
  );

  describe('of evidence', () => {
    const complaint: ReadComplaint = {
      wechatComplaintId: '5000000000012345',
      state: 'merchant-evidence-awaited',
      rawState: 230_003,
      isOver: false,
      subject: 'aftersale-refused',
      evidenceAwaitedFrom: ['merchant'],
      evidenceUntil: later(24).toISOString(),
      verdict: null,
      merchantEvidence: 0,
      updatedAt: START.toISOString(),
    };
    const disputed = seenAt('refund-disputed', START);
    const after = (hours: number): ReadComplaint => ({
      ...complaint,
      state: 'verdict-awaited',
      rawState: 230_007,
      evidenceAwaitedFrom: [],
      evidenceUntil: null,
      updatedAt: later(hours).toISOString(),
    });
    const known = () => look(nothingObserved, disputed, START, null, complaint).observed;

    it('is told when it was missed, also where our clock is behind that of WeChat', () => {
      expect(look(known(), disputed, later(24), null, after(24)).told).toEqual([
        'deadline-missed',
        'complaint-changed',
      ]);
      expect(look(known(), disputed, later(23.9), null, after(24)).told).toEqual([
        'deadline-missed',
        'complaint-changed',
      ]);
    });

    it('is not told when evidence came in time', () => {
      expect(look(known(), disputed, later(23), null, after(23)).told).toEqual(['complaint-changed']);
    });
  });

  it('counts from the last change', () => {
    const before = look(nothingObserved, seenAt('refund-requested', START), START).observed;
    const edited = seenAt('refund-requested', later(10), { amount: 1 });
    expect(look(before, edited, later(10)).observed.deadlines).toMatchObject([
      { at: later(58).toISOString() },
    ]);
  });

  it('is warned of once, six hours ahead', () => {
    const first = look(nothingObserved, seenAt('refund-requested', START), START).observed;
    const early = look(first, seenAt('refund-requested', START), later(41.9));
    expect(early.told).toEqual([]);
    const near = look(early.observed, seenAt('refund-requested', START), later(42));
    expect(near.told).toEqual(['deadline-near']);
    expect(look(near.observed, seenAt('refund-requested', START), later(47)).told).toEqual([]);
  });

  it('that a later change has moved is warned of again', () => {
    const near = look(nothingObserved, seenAt('refund-requested', START), later(43)).observed;
    const edited = look(near, seenAt('refund-requested', later(44), { amount: 1 }), later(44)).observed;
    expect(look(edited, seenAt('refund-requested', later(44), { amount: 1 }), later(87)).told).toEqual([
      'deadline-near',
    ]);
  });
});

describe('the way back of the goods', () => {
  const parcel = { carrierId: 'SF', carrierName: null, waybill: null, at: null };

  it('is told again when the number becomes known or changes', () => {
    const shipped = look(
      nothingObserved,
      seenAt('receipt-awaited', START, { shipment: parcel }),
      START,
    ).observed;
    const numbered = seenAt('receipt-awaited', START, { shipment: { ...parcel, waybill: 'SF1' } });
    expect(look(shipped, numbered, later(1)).told).toEqual(['return-shipped']);
  });
});

it('is another request when the buyer asks for something else, and the same when only addresses of pictures change', () => {
  const media = [{ kind: 'image' as const, url: 'https://mmecimage.cn/a?expires=1' }];
  const before = look(nothingObserved, seenAt('refund-requested', START, { media }), START).observed;
  const renewed = [{ kind: 'image' as const, url: 'https://mmecimage.cn/a?expires=2' }];
  expect(look(before, seenAt('refund-requested', START, { media: renewed }), later(1)).told).toEqual([]);
  const edited = look(before, seenAt('refund-requested', later(1), { media, amount: 100 }), later(1));
  expect(edited).toMatchObject({ told: ['changed'], observed: { request: 2 } });
});

it('keeps the number of a reason and of a state that are not documented', () => {
  const odd = seenAt('other', START, { rawState: 77, reason: { name: 'other', text: '', rawCode: 13 } });
  const { observed } = look(nothingObserved, odd, START);
  expect(observed.aftersale).toMatchObject({ rawState: 77, reason: { rawCode: 13 } });
});
