import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { ownPace } from './quotas';
import { done, json, keysOf, noParameters, optionalInt, wireInt, wireList, wireText } from './wire';

/** The scene of Channels: the only one documented. */
export const CHANNELS_SCENE_ID = 1;

/** State of a sales scene or one of its checks: under review, open, refused, never reviewed, or a value not documented. */
export type SceneState = 'in-review' | 'open' | 'refused' | 'not-reviewed' | 'other';

const SCENE_STATES: readonly SceneState[] = ['in-review', 'open', 'refused', 'not-reviewed'];
export const sceneStateOf = (code: number): SceneState => SCENE_STATES[code] ?? 'other';

interface AccessTaskOnTheWire {
  /** What declares the task done. */
  readonly item: number;
  /** Flag of what WeChat saw succeed; none for tasks that have no interface. */
  readonly seen?: string;
  readonly declared: string;
}

/** WeChat documentation: access tasks. Which flag belongs to which item follows from their names. */
const ACCESS_TASKS = {
  products: { item: 6, seen: 'spu_audit_success', declared: 'spu_audit_finished' },
  orders: { item: 19, seen: 'ec_order_success', declared: 'ec_order_finished' },
  'first-generation-orders': { item: 7, seen: 'pay_order_success', declared: 'pay_order_finished' },
  delivery: { item: 8, seen: 'send_delivery_success', declared: 'send_delivery_finished' },
  aftersales: { item: 20, seen: 'ec_after_sale_success', declared: 'ec_after_sale_finished' },
  'first-generation-aftersales': {
    item: 9,
    seen: 'add_aftersale_success',
    declared: 'add_aftersale_finished',
  },
  testing: { item: 10, declared: 'test_api_finished' },
  release: { item: 11, declared: 'deploy_wxa_finished' },
} as const satisfies Readonly<Record<string, AccessTaskOnTheWire>>;

/** What has to work before a scene can be opened; an account has the tasks of its own generation. */
export type AccessTask = keyof typeof ACCESS_TASKS;
export const ACCESS_TASK_NAMES: readonly AccessTask[] = keysOf(ACCESS_TASKS);

export interface AccessTaskState {
  /** WeChat has seen the interface succeed. */
  readonly seen: boolean;
  /** The merchant declared it done. */
  readonly declared: boolean;
}

/** The tasks that an answer mentions. */
function accessTasksOf(
  flags: Readonly<Record<string, number>>,
): Partial<Record<AccessTask, AccessTaskState>> {
  const tasks: Partial<Record<AccessTask, AccessTaskState>> = {};
  for (const task of keysOf(ACCESS_TASKS)) {
    const { seen, declared }: AccessTaskOnTheWire = ACCESS_TASKS[task];
    if (flags[declared] === undefined && (seen === undefined || flags[seen] === undefined)) continue;
    tasks[task] = { seen: seen !== undefined && flags[seen] === 1, declared: flags[declared] === 1 };
  }
  return tasks;
}

/**
 * Asks for the component. Success says only that the request was taken: the administrator confirms it in WeChat within 24
 * hours, and the outcome comes as a push or from {@link checkRegistration}. 1040002 when it is open already.
 */
export const applyForComponent = defineEndpoint({
  path: '/shop/register/apply',
  write: true,
  quota: ownPace('register-apply'),
  request: noParameters,
  response: done,
});

const wireCheck = z
  .object({ ext_id: wireInt, name: wireText, status: wireInt })
  .transform(({ ext_id, name, status }) => ({ id: ext_id, name, state: sceneStateOf(status) }));

/**
 * Whether the component is open for the mini program, its access tasks and scenes. Refused with 1040003 when the mini
 * program has not joined.
 */
export const checkRegistration = defineEndpoint({
  path: '/shop/register/check',
  write: false,
  quota: ownPace('register-check'),
  request: noParameters,
  response: z
    .object({
      data: z.object({
        status: optionalInt,
        reject_reason: wireText,
        access_info: z.record(z.string(), wireInt).nullish(),
        scene_group_list: wireList(
          z.object({
            group_id: wireInt,
            name: wireText,
            status: wireInt,
            reason: wireText,
            scene_group_ext_list: wireList(wireCheck),
          }),
        ),
      }),
    })
    .transform(({ data }) => ({
      // WeChat documentation: 3 is banned; the newest answers leave the status out when all is well.
      banned: data.status === 3,
      rejectReason: data.reject_reason,
      tasks: accessTasksOf(data.access_info ?? {}),
      /** Every task is done, as WeChat sees it. */
      allTasksDone: data.access_info?.['open_product_task_finished'] === 1,
      scenes: data.scene_group_list.map((scene) => ({
        id: scene.group_id,
        name: scene.name,
        state: sceneStateOf(scene.status),
        reason: scene.reason,
        /** What is looked at. WeChat documentation contradicts itself about the ids: go by the name where there is one. */
        checks: scene.scene_group_ext_list,
      })),
    })),
});

/** Declares an access task done. 1040041 is to be expected while WeChat has not seen it succeed. */
export const finishAccessTask = defineEndpoint({
  path: '/shop/register/finish_access_info',
  write: true,
  quota: ownPace('register-finish-task'),
  request: z
    .object({ task: z.enum(keysOf(ACCESS_TASKS)) })
    .transform(({ task }) => json({ access_info_item: ACCESS_TASKS[task].item })),
  response: done,
});

/** Asks for a scene. 1040041 while a task is open. The outcome comes as a push or from {@link checkRegistration}. */
export const applyForScene = defineEndpoint({
  path: '/shop/register/apply_scene',
  write: true,
  quota: ownPace('register-apply-scene'),
  request: z
    .object({ sceneId: z.number().int().default(CHANNELS_SCENE_ID) })
    // WeChat documentation: a table leaves the `_id` out, every sample has it.
    .transform(({ sceneId }) => json({ scene_group_id: sceneId })),
  response: done,
});
