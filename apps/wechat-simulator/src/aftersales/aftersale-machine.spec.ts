import {
  AFTERSALE_STATUSES,
  AFTERSALE_TRANSITIONS,
  DEADLINES,
  isOver,
  nextStatus,
  unreachable,
  type AftersaleAction,
  type AftersaleStatus,
} from './aftersale-machine';

/** The documentation's table, status by status: where each action leads. Everything else is refused. */
const expected: Record<AftersaleStatus, Partial<Record<AftersaleAction, AftersaleStatus>>> = {
  1: {},
  2: { 'edit-refund': 2, withdraw: 1, 'accept-refund': 11, 'reject-refund': 4, 'refund-unanswered': 11 },
  4: { 'edit-refund': 2, withdraw: 1, 'dispute-refund': 21, 'not-disputed': 7 },
  5: { 'edit-return': 23, withdraw: 1, 'dispute-return': 24, 'not-disputed': 7 },
  6: { withdraw: 1, 'send-back': 8, 'not-sent-back': 7 },
  7: {},
  8: {
    'accept-refund': 11,
    'reject-refund': 4,
    'change-waybill': 8,
    'cancel-pickup': 6,
    'receipt-unanswered': 11,
  },
  11: { 'refund-done': 13, 'refund-failed': 25 },
  13: {},
  21: { 'judge-refund': 11, 'judge-return': 6, 'judge-nothing': 7 },
  23: { 'edit-return': 23, withdraw: 1, 'accept-return': 6, 'reject-return': 5, 'return-unanswered': 6 },
  24: { 'judge-refund': 11, 'judge-return': 6, 'judge-nothing': 7 },
  25: { 'prove-refund': 26 },
  26: { 'confirm-proof': 13 },
};

const actions = Object.keys(AFTERSALE_TRANSITIONS) as AftersaleAction[];
const table = AFTERSALE_STATUSES.flatMap((before) =>
  actions.map((action) => ({ before, action, after: expected[before][action] ?? 2747008 })),
);

describe('nextStatus', () => {
  it.each(table)('$action from $before gives $after', ({ before, action, after }) => {
    const result = nextStatus(before, action);
    expect(result.ok ? result.value : result.errcode).toBe(after);
  });
});

it('reaches every status', () => {
  expect(unreachable(Object.values(AFTERSALE_TRANSITIONS))).toEqual([]);
});

it('would show a status that nothing leads to', () => {
  const { 'prove-refund': _, ...others } = AFTERSALE_TRANSITIONS;
  expect(unreachable(Object.values(others))).toEqual([26]);
});

it('has a way out of every status that is not the end, by a deadline, the platform or the merchant', () => {
  const stuck = AFTERSALE_STATUSES.filter(
    (status) =>
      !isOver(status) &&
      !Object.values(AFTERSALE_TRANSITIONS).some(({ from }) => (from as readonly number[]).includes(status)),
  );
  expect(stuck).toEqual([]);
});

it('moves on by each deadline as the table says', () => {
  for (const [status, deadline] of Object.entries(DEADLINES)) {
    const from = AFTERSALE_STATUSES.find((known) => String(known) === status)!;
    expect(nextStatus(from, deadline.action).ok).toBe(true);
  }
});
