import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { ownPace } from './quotas';
import { noParameters, wireInt, wireList, wireText } from './wire';

/** State of a sales scene: under review, open, refused, never reviewed, or a value not documented. */
export type SceneState = 'in-review' | 'open' | 'refused' | 'not-reviewed' | 'other';

const SCENE_STATES: readonly SceneState[] = ['in-review', 'open', 'refused', 'not-reviewed'];
const sceneState = wireInt.transform((status): SceneState => SCENE_STATES[status] ?? 'other');

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
        status: wireInt.nullish(),
        access_info: z.record(z.string(), wireInt).nullish(),
        scene_group_list: wireList(
          z.object({ group_id: wireInt, name: wireText, status: sceneState, reason: wireText }),
        ),
      }),
    })
    .transform(({ data }) => ({
      // WeChat documentation: 3 is banned; the newest answers leave the status out when all is well.
      banned: data.status === 3,
      /** Flags by the names of WeChat; a missing one counts as not done. */
      tasks: Object.fromEntries(
        Object.entries(data.access_info ?? {}).map(([task, done]) => [task, done === 1]),
      ),
      scenes: data.scene_group_list.map(({ group_id, name, status, reason }) => ({
        id: group_id,
        name,
        state: status,
        reason,
      })),
    })),
});

/** The categories whose qualification is approved. */
export const listApprovedCategories = defineEndpoint({
  path: '/shop/account/get_category_list',
  write: false,
  quota: ownPace('account-categories'),
  request: noParameters,
  response: z
    .object({
      data: wireList(
        z.object({
          first_cat_id: wireInt,
          second_cat_id: wireInt,
          third_cat_id: wireInt,
          first_cat_name: wireText,
          second_cat_name: wireText,
          third_cat_name: wireText,
        }),
      ),
    })
    .transform(({ data }) =>
      data.map((row) => ({
        id: row.third_cat_id,
        name: row.third_cat_name,
        parentIds: [row.first_cat_id, row.second_cat_id] as const,
        parentNames: [row.first_cat_name, row.second_cat_name] as const,
      })),
    ),
});

/** The id that stands for "no brand"; it needs no approval. */
export const NO_BRAND_ID = 2_100_000_000;

/** The brands whose qualification is approved. */
export const listApprovedBrands = defineEndpoint({
  path: '/shop/account/get_brand_list',
  write: false,
  quota: ownPace('account-brands'),
  request: noParameters,
  response: z
    .object({ data: wireList(z.object({ brand_id: wireInt, brand_wording: wireText })) })
    .transform(({ data }) => data.map((row) => ({ id: row.brand_id, name: row.brand_wording }))),
});
