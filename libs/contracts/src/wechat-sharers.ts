import { z } from 'zod';
import { eventsOf } from './event-definition';
import { merchantVersion } from './fields';
import { problem } from './problem';
import { topics } from './topics';

const time = z.iso.datetime({ offset: true });

const define = eventsOf(topics.wechatAccess, "WeChat's openid of the sharer in this mini program", {
  personalSubject: true,
});

export const wechatSharerInvited = define(
  'wechat.sharer.invited.v1',
  'WeChat has sent the invitation. The user has to accept it.',
  z.object({ merchantVersion, invitedAt: time }),
  { merchantVersion: 1, invitedAt: '2026-03-02T02:00:00Z' },
);

export const wechatSharerBound = define(
  'wechat.sharer.bound.v1',
  'The user is a sharer of the mini program.',
  z.object({
    merchantVersion,
    boundAt: time.nullable().describe('null: WeChat does not say'),
    unbindableFrom: time.nullable().describe('30 days after the binding'),
  }),
  { merchantVersion: 1, boundAt: '2026-03-02T03:00:00Z', unbindableFrom: '2026-04-01T03:00:00Z' },
);

export const wechatSharerUnbound = define(
  'wechat.sharer.unbound.v1',
  'The user is no sharer any more: by the shop, or by leaving.',
  z.object({ merchantVersion }),
  { merchantVersion: 2 },
);

export const wechatSharerRefused = define(
  'wechat.sharer.refused.v1',
  'The user cannot be bound, or not yet unbound. With what to do.',
  z.object({ merchantVersion, problems: z.array(problem).min(1) }),
  {
    merchantVersion: 1,
    problems: [
      {
        code: 'sharer-limit',
        message: 'The mini program has 10,000 sharers, which is as many as WeChat allows.',
        messageZh: '该小程序的分享员已达 10000 人上限。',
        fix: 'Unbind one, then publish merchant.sharer.wanted.v1 again.',
        fixZh: '请先解绑一位分享员，再重新发布 merchant.sharer.wanted.v1。',
      },
    ],
  },
);
