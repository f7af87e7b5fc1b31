import type { EditStatus, ShelfStatus } from './product';
import { nextState, type ProductAction, type ProductState } from './product-machine';

const state = (status: ShelfStatus, editStatus: EditStatus, online: boolean): ProductState => ({
  status,
  editStatus,
  online,
});

const SHELF: readonly ShelfStatus[] = [0, 5, 11, 13];
const EDIT: readonly EditStatus[] = [0, 1, 2, 3, 4];
const everyState = SHELF.flatMap((status) =>
  EDIT.flatMap((editStatus) => [true, false].map((online) => state(status, editStatus, online))),
);

/** Section by section what the documentation's tables say, as a function of the state before. */
const expected: Record<ProductAction, (before: ProductState) => ProductState | number> = {
  store: (before) => (before.editStatus === 2 ? 1000002 : { ...before, editStatus: 1 }),
  submit: (before) => (before.editStatus === 2 ? 1000002 : { ...before, editStatus: 2 }),
  withdraw: (before) => (before.editStatus === 2 ? { ...before, editStatus: 1 } : 1000016),
  approve: (before) => {
    if (before.editStatus !== 2) return 1000016;
    const status = { 0: 5, 5: 5, 11: 11, 13: 5 } as const;
    return { status: status[before.status], editStatus: 4, online: true };
  },
  reject: (before) => (before.editStatus === 2 ? { ...before, editStatus: 3 } : 1000016),
  list: (before) => {
    if (!before.online) return 1000003;
    return before.status === 13 ? 990022 : { ...before, status: 5 };
  },
  delist: (before) => (before.status === 13 ? 990022 : { ...before, status: 11 }),
  'take-down': (before) => (before.status === 5 ? { ...before, status: 13 } : 990022),
  restore: (before) => (before.status === 13 ? { ...before, status: 5 } : 990022),
};

const table = Object.entries(expected).flatMap(([action, outcome]) =>
  everyState.map((before) => ({ action: action as ProductAction, before, after: outcome(before) })),
);

describe('nextState', () => {
  it.each(table)('$action from $before gives $after', ({ action, before, after }) => {
    const result = nextState(before, action);
    expect(result.ok ? result.value : result.errcode).toEqual(after);
  });

  it('never loses online data', () => {
    for (const { action, before } of table) {
      const result = nextState(before, action);
      if (result.ok && before.online) expect(result.value.online).toBe(true);
    }
  });
});
