import { ERR } from '../api/errcodes';
import { refuse, type Payload, type Refusal } from '../api/result';
import type { Generation } from '../orders/order';
import type { AccessRecord } from './access-record';

/** What WeChat sees succeed by itself; the other two tasks have no interface. */
export const SEEN_TASKS = ['products', 'orders', 'deliveries', 'aftersales'] as const;
export type SeenTask = (typeof SEEN_TASKS)[number];
export const ACCESS_TASKS = [...SEEN_TASKS, 'testing', 'release'] as const;
export type AccessTask = (typeof ACCESS_TASKS)[number];

interface TaskOnTheWire {
  /** What declares it done. */
  readonly item: number;
  /** Its flags in `access_info` begin so. */
  readonly flag: string;
}

const COMMON = {
  products: { item: 6, flag: 'spu_audit' },
  deliveries: { item: 8, flag: 'send_delivery' },
  testing: { item: 10, flag: 'test_api' },
  release: { item: 11, flag: 'deploy_wxa' },
} as const;

/** An account has the tasks of its own generation. */
const TASKS: Readonly<Record<Generation, Readonly<Record<AccessTask, TaskOnTheWire>>>> = {
  first: {
    ...COMMON,
    orders: { item: 7, flag: 'pay_order' },
    aftersales: { item: 9, flag: 'add_aftersale' },
  },
  second: {
    ...COMMON,
    orders: { item: 19, flag: 'ec_order' },
    aftersales: { item: 20, flag: 'ec_after_sale' },
  },
};

/** Every `access_info_item` there is. */
export const ACCESS_ITEMS = [6, 7, 8, 9, 10, 11, 19, 20];

export function taskOfItem(generation: Generation, item: number): AccessTask | undefined {
  return ACCESS_TASKS.find((task) => TASKS[generation][task].item === item);
}

export function allTasksDeclared({ declared }: AccessRecord): boolean {
  return ACCESS_TASKS.every((task) => declared.has(task));
}

/** Why a task cannot be declared done yet: what it is about was not seen, or what comes before it is not declared. */
export function faultOfDeclaration(access: AccessRecord, task: AccessTask): Refusal | undefined {
  const { seen, declared, releasedAt, openedAt } = access;
  const open = (detail: string) => refuse(ERR.TASK_NOT_FINISHED, detail);
  switch (task) {
    case 'testing': {
      const missing = SEEN_TASKS.find((before) => !declared.has(before));
      return missing === undefined ? undefined : open(`${missing} is not declared`);
    }
    case 'release':
      if (!declared.has('testing')) return open('testing is not declared');
      return releasedAt !== undefined && openedAt !== undefined && releasedAt >= openedAt
        ? undefined
        : open('no release since the component was opened');
    default:
      return seen.has(task) ? undefined : open(`no success of ${task} has been seen`);
  }
}

/** `access_info` of `register/check`. */
export function accessInfoOf(access: AccessRecord, generation: Generation): Payload {
  const info: Record<string, number> = {};
  for (const task of ACCESS_TASKS) {
    const { flag } = TASKS[generation][task];
    if (isSeenTask(task)) info[`${flag}_success`] = access.seen.has(task) ? 1 : 0;
    info[`${flag}_finished`] = access.declared.has(task) ? 1 : 0;
  }
  return { ...info, open_product_task_finished: allTasksDeclared(access) ? 1 : 0 };
}

function isSeenTask(task: AccessTask): task is SeenTask {
  return task !== 'testing' && task !== 'release';
}
