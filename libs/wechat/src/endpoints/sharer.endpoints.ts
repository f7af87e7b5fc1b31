import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { pageOfOrders } from './order.wire';
import { ownPace } from './quotas';
import { json, named, optionalInt, pageOf, wireInt, wireList, wireSeconds, wireText } from './wire';

const openid = z.string().min(1);
const openids = z
  .object({ openids: z.array(openid).min(1) })
  .transform((wanted) => json({ openids: wanted.openids }));
const oneSharer = z.object({ openid }).transform((wanted) => json({ openid: wanted.openid }));

const INVITATION_RESULTS = { 0: 'invited', 1: 'failed', 2: 'refused' } as const;
const INVITATION_REASONS = {
  0: 'ok',
  100: 'busy',
  200: 'too-many-sharers',
  201: 'openid-wrong',
  202: 'already-bound',
  203: 'refuses-invitations',
  204: 'invited-too-often',
} as const;

/**
 * Invites users to share the shop's goods for credit; each has to accept, which comes as a push. WeChat documentation: 3
 * invitations a day and one in 10 minutes for a user, 10,000 sharers for a mini program. Those in `failed` may be tried
 * again later, those in `refused` not.
 */
export const inviteSharers = defineEndpoint({
  path: '/shop/sharer/bind',
  write: true,
  quota: ownPace('sharer-bind'),
  request: openids,
  response: z
    .object({
      success_list: wireList(z.string()),
      fail_list: wireList(z.string()),
      refuse_list: wireList(z.string()),
      result_list: wireList(z.object({ openid: wireText, result_code: wireInt, reason_code: optionalInt })),
    })
    .transform((answer) => ({
      invited: answer.success_list,
      failed: answer.fail_list,
      refused: answer.refuse_list,
      /** Why, where WeChat tells. */
      results: answer.result_list.map((row) => ({
        openid: row.openid,
        result: named(INVITATION_RESULTS, row.result_code),
        reason: named(INVITATION_REASONS, row.reason_code),
        reasonCode: row.reason_code,
      })),
    })),
});

/** Ends the binding of sharers; refused for a wrong openid, and within 30 days of the binding. */
export const unbindSharers = defineEndpoint({
  path: '/shop/sharer/unbind',
  write: true,
  quota: ownPace('sharer-unbind'),
  request: openids,
  response: z
    .object({
      success_list: wireList(z.string()),
      fail_list: wireList(z.string()),
      refuse_list: wireList(z.string()),
    })
    .transform((answer) => ({
      unbound: answer.success_list,
      failed: answer.fail_list,
      refused: answer.refuse_list,
    })),
});

/** Reads a page of those who are bound. */
export const listSharers = defineEndpoint({
  path: '/shop/sharer/get_sharer_list',
  write: false,
  quota: ownPace('sharer-list'),
  request: z.object(pageOf(100)).transform(({ page, pageSize }) => json({ page, page_size: pageSize })),
  response: z
    .object({
      sharers: wireList(
        z.object({ openid: wireText, nickname: wireText, invited_time: wireSeconds, bind_time: wireSeconds }),
      ),
      total_num: optionalInt,
    })
    .transform(({ sharers, total_num }) => ({
      total: total_num ?? sharers.length,
      sharers: sharers.map((row) => ({
        openid: row.openid,
        nickname: row.nickname,
        invitedAt: row.invited_time,
        boundAt: row.bind_time,
      })),
    })),
});

const BINDINGS = { 1: 'bound', 2: 'refused', 3: 'invited', 4: 'invitation-expired' } as const;

/** How it stands with one user who was invited. */
export const findSharer = defineEndpoint({
  path: '/shop/sharer/search_sharer',
  write: false,
  quota: ownPace('sharer-search'),
  request: oneSharer,
  response: z
    .object({ nickname: wireText, invited_time: wireSeconds, bind_time: wireSeconds, bind_status: wireInt })
    .transform((sharer) => ({
      nickname: sharer.nickname,
      invitedAt: sharer.invited_time,
      boundAt: sharer.bind_time,
      binding: named(BINDINGS, sharer.bind_status) ?? ('other' as const),
    })),
});

const sales = { gmv: wireInt, order_cnt: wireInt, user_cnt: wireInt };
const salesOf = (row: z.output<z.ZodObject<typeof sales>>) => ({
  salesFen: row.gmv,
  orders: row.order_cnt,
  buyers: row.user_cnt,
});

/** What one sharer sold. */
export const readSharerSales = defineEndpoint({
  path: '/shop/sharer/get_sharer_data_summary',
  write: false,
  quota: ownPace('sharer-sales'),
  request: oneSharer,
  response: z.object(sales).transform(salesOf),
});

/** Reads a page of the live broadcasts in which one sharer sold something; sales include orders that were cancelled. */
export const listSharerLives = defineEndpoint({
  path: '/shop/sharer/get_sharer_live_summary_list',
  write: false,
  quota: ownPace('sharer-lives'),
  request: z
    .object({ openid, ...pageOf(20) })
    .transform((wanted) => json({ openid: wanted.openid, page: wanted.page, page_size: wanted.pageSize })),
  response: z
    .object({
      lives: wireList(
        z.object({
          live_export_id: wireText,
          live_nickname: wireText,
          live_start_time: wireSeconds,
          live_end_time: wireSeconds,
          live_status: optionalInt,
          ...sales,
        }),
      ),
      total_num: optionalInt,
    })
    .transform(({ lives, total_num }) => ({
      total: total_num ?? lives.length,
      lives: lives.map((row) => ({
        liveId: row.live_export_id,
        finderNickname: row.live_nickname,
        startedAt: row.live_start_time,
        /** None while it goes on. */
        endedAt: row.live_end_time,
        live: row.live_status === 1,
        ...salesOf(row),
      })),
    })),
});

/** Reads a page of the orders that one sharer brought in one live broadcast. */
export const listSharerLiveOrders = defineEndpoint({
  path: '/shop/sharer/get_sharer_live_order_list',
  write: false,
  quota: ownPace('sharer-live-orders'),
  request: z
    // The limit of a page is not documented; that of the list of broadcasts is safe.
    .object({ openid, liveId: z.string().min(1), ...pageOf(20) })
    .transform((wanted) =>
      json({
        openid: wanted.openid,
        live_export_id: wanted.liveId,
        page: wanted.page,
        page_size: wanted.pageSize,
      }),
    ),
  response: pageOfOrders,
});
