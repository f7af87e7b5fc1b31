import type { Problem } from '@tongbu/contracts';

const ASK_AGAIN = 'publish merchant.sharer.wanted.v1 again';
const ASK_AGAIN_ZH = '重新发布 merchant.sharer.wanted.v1';

export const sharerProblems = {
  limit: {
    code: 'sharer-limit',
    message: 'The mini program has 10,000 sharers, which is as many as WeChat allows.',
    messageZh: '该小程序的分享员已达 10000 人上限。',
    fix: `Unbind one, then ${ASK_AGAIN}.`,
    fixZh: `请先解绑一位分享员，再${ASK_AGAIN_ZH}。`,
  },
  openidWrong: {
    code: 'sharer-openid-wrong',
    message: "The subject is no user's openid in this mini program.",
    messageZh: '事件的 subject 不是该小程序下的用户 openid。',
    fix: 'Publish with the openid that the user has in this mini program; each mini program has another.',
    fixZh: '请使用该用户在本小程序下的 openid；同一用户在不同小程序下的 openid 不同。',
  },
  refusesInvitations: {
    code: 'sharer-refuses-invitations',
    message: 'The user has told WeChat to take no invitations of this mini program.',
    messageZh: '该用户已设置拒绝接收本小程序的分享员邀请。',
    fix: `Ask the user to allow them, then ${ASK_AGAIN}.`,
    fixZh: `请联系用户开启接收，然后${ASK_AGAIN_ZH}。`,
  },
  invitationRefused: {
    code: 'sharer-invitation-refused',
    message: 'The user has refused the invitation.',
    messageZh: '该用户已拒绝成为分享员。',
    fix: `If the user has a change of mind, ${ASK_AGAIN}.`,
    fixZh: `如用户改变主意，请${ASK_AGAIN_ZH}。`,
  },
  invitationExpired: {
    code: 'sharer-invitation-expired',
    message:
      'The user did not accept the invitation in time. Who shares for five mini programs already cannot; WeChat does not tell.',
    messageZh:
      '该用户未在有效期内接受邀请。每人最多担任 5 个小程序的分享员，超出时无法接受，微信不会告知原因。',
    fix: `Ask the user to leave one of five mini programs, or to accept, then ${ASK_AGAIN}.`,
    fixZh: `请用户确认未超过 5 个小程序并接受邀请，然后${ASK_AGAIN_ZH}。`,
  },
  left: {
    code: 'sharer-left',
    message: 'The user is no sharer any more, or the invitation is gone: by leaving, or in the console.',
    messageZh: '该用户已不再是分享员，或邀请已失效（用户退出，或在后台被移除）。',
    fix: `To invite the user again, ${ASK_AGAIN}.`,
    fixZh: `如需重新邀请，请${ASK_AGAIN_ZH}。`,
  },
  refused: {
    code: 'sharer-refused',
    message: 'WeChat does not let this user be invited, and does not say why.',
    messageZh: '微信不允许邀请该用户，且未说明原因。',
    fix: `Look in the console of the mini program, then ${ASK_AGAIN}.`,
    fixZh: `请在小程序后台查看，然后${ASK_AGAIN_ZH}。`,
  },
  unbindRefused: {
    code: 'sharer-unbind-refused',
    message: 'WeChat does not unbind the sharer yet.',
    messageZh: '微信暂不允许解绑该分享员。',
    fix: 'Nothing to do: it is tried again every day. WeChat counts 30 days from the binding.',
    fixZh: '无需处理，系统每天会自动重试；微信要求绑定满 30 天后方可解绑。',
  },
} as const satisfies Readonly<Record<string, Problem>>;

/** Told before WeChat is asked. */
export function boundTooShort(until: Date): Problem {
  return {
    code: 'sharer-bound-too-short',
    message: `WeChat unbinds a sharer 30 days after the binding at the earliest: from ${until.toISOString()} on.`,
    messageZh: `分享员绑定满 30 天后方可解绑，最早可解绑时间：${until.toISOString()}。`,
    fix: 'Nothing to do: the sharer is unbound then. To keep the sharer, publish merchant.sharer.wanted.v1.',
    fixZh: '无需处理，届时会自动解绑；如需保留，请发布 merchant.sharer.wanted.v1。',
  };
}

/** Told before WeChat is asked. */
export function invitedTooOften(until: Date): Problem {
  return {
    code: 'sharer-invited-too-often',
    message: `WeChat takes three invitations a day of a user: the next from ${until.toISOString()} on.`,
    messageZh: `每位用户每天最多邀请 3 次，下次可邀请时间：${until.toISOString()}。`,
    fix: 'Nothing to do: the user is invited then.',
    fixZh: '无需处理，届时会自动邀请。',
  };
}
