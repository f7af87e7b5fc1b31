import { named } from './wire';

/** What the name of a complaint's state is, and whose evidence it waits for until the complaint's deadline. */
export interface ComplaintState {
  readonly name: string;
  readonly awaits: 'merchant' | 'buyer' | 'both' | 'nobody';
  /** No event follows. */
  readonly ended?: true;
}

/** WeChat documentation: states of complaints, from a copy of the official page. More may come. */
const COMPLAINT_STATES: Readonly<Record<number, ComplaintState>> = {
  230000: { name: 'merchant-handling', awaits: 'nobody' },
  230001: { name: 'platform-handling', awaits: 'nobody' },
  230002: { name: 'buyer-evidence-awaited', awaits: 'buyer' },
  230003: { name: 'merchant-evidence-awaited', awaits: 'merchant' },
  230004: { name: 'both-evidence-awaited', awaits: 'both' },
  230005: { name: 'buyer-evidence-missing', awaits: 'buyer' },
  230006: { name: 'merchant-evidence-missing', awaits: 'merchant' },
  230007: { name: 'verdict-awaited', awaits: 'nobody' },
  230009: { name: 'aftersale-in-progress', awaits: 'nobody' },
  230011: { name: 'refund-proof-checked', awaits: 'nobody' },
  230012: { name: 'finished', awaits: 'nobody', ended: true },
  230013: { name: 'closed', awaits: 'nobody', ended: true },
  230014: { name: 'return-dispute-handling', awaits: 'nobody' },
  230015: { name: 'buyer-return-evidence-awaited', awaits: 'buyer' },
  230016: { name: 'merchant-return-evidence-awaited', awaits: 'merchant' },
  230017: { name: 'both-return-evidence-awaited', awaits: 'both' },
  230018: { name: 'buyer-return-evidence-missing', awaits: 'buyer' },
  230019: { name: 'merchant-return-evidence-missing', awaits: 'merchant' },
  230020: { name: 'return-evidence-checked', awaits: 'nobody' },
};

/** The state with this number; one that is not documented is `other` and waits for nobody that we know of. */
export const complaintStateOf = (code: number): ComplaintState =>
  COMPLAINT_STATES[code] ?? { name: 'other', awaits: 'nobody' };

/** What happened to evidence; the same for the first round and, 36 higher, for the round about a return. */
const EVIDENCE_EVENTS: readonly (readonly [number, string])[] = [
  [240006, 'buyer-added'],
  [240007, 'buyer-timed-out'],
  [240008, 'merchant-added'],
  [240009, 'merchant-timed-out'],
  [240010, 'buyer-added-merchant-missing'],
  [240011, 'merchant-added-buyer-missing'],
  [240012, 'buyer-added-complete'],
  [240013, 'both-asked-buyer-timed-out'],
  [240014, 'merchant-added-complete'],
  [240015, 'both-asked-merchant-timed-out'],
  [240016, 'both-asked-both-timed-out'],
];

/** WeChat documentation: events of complaints, from a copy of the official page. More may come. */
const COMPLAINT_EVENTS: Readonly<Record<number, string>> = {
  240001: 'opened',
  240002: 'evidence-merchant-asked',
  240003: 'evidence-buyer-asked',
  240004: 'evidence-both-asked',
  240005: 'evidence-not-needed',
  ...Object.fromEntries(EVIDENCE_EVENTS.map(([code, what]) => [code, `evidence-${what}`])),
  240025: 'no-refund-merchant-responsible',
  240026: 'no-refund-buyer-responsible',
  240027: 'no-refund-both-responsible',
  240028: 'no-refund-nobody-responsible',
  240030: 'evidence-insufficient',
  240031: 'refund-succeeded',
  240033: 'aftersale-rejected-by-merchant',
  240036: 'refund-proof-genuine',
  240037: 'refund-proof-false',
  240038: 'return-evidence-merchant-asked',
  240039: 'return-evidence-buyer-asked',
  240040: 'return-evidence-both-asked',
  240041: 'return-evidence-not-needed',
  ...Object.fromEntries(EVIDENCE_EVENTS.map(([code, what]) => [code + 36, `return-evidence-${what}`])),
  240053: 'return-evidence-merchant-must-refund',
  240054: 'return-evidence-merchant-need-not-refund',
  240056: 'return-evidence-insufficient',
  240057: 'buyer-added-before-verdict',
  240058: 'merchant-agreed-before-verdict',
  240059: 'refund-proof-check-asked',
  240062: 'refund-merchant-responsible',
  240063: 'refund-buyer-responsible',
  240064: 'refund-both-responsible',
  240065: 'refund-nobody-responsible',
  240066: 'return-and-refund-merchant-responsible',
  240067: 'return-and-refund-buyer-responsible',
  240068: 'return-and-refund-both-responsible',
  240069: 'return-and-refund-nobody-responsible',
};

export const complaintEventOf = (code: number | undefined) => named(COMPLAINT_EVENTS, code);

/** What buyers complain about. */
export const COMPLAINT_TYPES = {
  'shipped-late': 1,
  'not-shippable': 2,
  'logistics-without-news': 3,
  'logistics-abnormal': 4,
  'not-needed': 5,
  'order-cancelled': 6,
  'aftersale-refused': 7,
  'no-agreement-on-handling': 8,
  'dispute-on-cost': 9,
  'no-agreement-on-return': 10,
} as const;
export type ComplaintType = keyof typeof COMPLAINT_TYPES;

const DECISIONS = ['refund', 'return-and-refund', 'no-refund'] as const;
const RESPONSIBLE = ['merchant', 'buyer', 'both', 'nobody'] as const;

/** How WeChat decided: `undefined` before it did, and for a number that is not documented. */
export interface Verdict {
  readonly decision: (typeof DECISIONS)[number];
  readonly responsible: (typeof RESPONSIBLE)[number];
}

/** WeChat documentation: 1 to 12, three decisions by four ways of being responsible. */
export function verdictOf(code: number | undefined): Verdict | undefined {
  const index = (code ?? 0) - 1;
  const decision = DECISIONS[Math.floor(index / RESPONSIBLE.length)];
  const responsible = RESPONSIBLE[index % RESPONSIBLE.length];
  return decision === undefined || responsible === undefined ? undefined : { decision, responsible };
}

/** Who did something in a complaint. */
export const COMPLAINT_PARTIES = { buyer: 1, platform: 2, merchant: 3 } as const;
export type ComplaintParty = keyof typeof COMPLAINT_PARTIES;
