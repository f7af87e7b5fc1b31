import {
  nextStatus,
  ORDER_STATUSES,
  ORDER_TRANSITIONS,
  unreachable,
  type OrderAction,
  type OrderStatus,
} from './order-machine';

/** The documentation's table, status by status: where each action leads. Everything else is refused. */
const expected: Record<OrderStatus, Partial<Record<OrderAction, OrderStatus>>> = {
  10: { 'finish-cashier': 11, pay: 20, 'give-up': 250, cancel: 250, 'time-out': 181 },
  11: { pay: 20 },
  20: { 'ship-some': 21, 'ship-rest': 30, 'refund-all': 200 },
  21: { 'ship-some': 21, 'ship-rest': 30, 'refund-all': 200 },
  30: { receive: 100, 'refund-all': 200 },
  100: { settle: 100, 'refund-all': 200 },
  181: { 'capture-late': 20 },
  200: {},
  250: { 'capture-late': 20 },
};

const actions = Object.keys(ORDER_TRANSITIONS) as OrderAction[];
const table = ORDER_STATUSES.flatMap((before) =>
  actions.map((action) => ({ before, action, after: expected[before][action] ?? 1000000 })),
);

describe('nextStatus', () => {
  it.each(table)('$action from $before gives $after', ({ before, action, after }) => {
    const result = nextStatus(before, action);
    expect(result.ok ? result.value : result.errcode).toBe(after);
  });
});

describe('the table of transitions', () => {
  it('reaches every status', () => {
    expect(unreachable(Object.values(ORDER_TRANSITIONS))).toEqual([]);
  });

  it('would show a status that nothing leads to', () => {
    const { receive: _receive, settle: _settle, ...others } = ORDER_TRANSITIONS;
    expect(unreachable(Object.values(others))).toEqual([100]);
  });
});
