import type { Problem } from '@tongbu/contracts';
import type { ObservedScene } from './access';

const ASK_AGAIN = 'publish merchant.access.wanted.v1 again';
const ASK_AGAIN_ZH = '重新发布 merchant.access.wanted.v1';

export function notConfirmed(hours: number): Problem {
  return {
    code: 'access-not-confirmed',
    message: `The administrator did not confirm the application within ${hours} hours.`,
    messageZh: `管理员未在 ${hours} 小时内确认开通申请。`,
    fix: `Tell the administrator of the mini program, then ${ASK_AGAIN}; the agreement is confirmed inside WeChat.`,
    fixZh: `请告知小程序管理员，然后${ASK_AGAIN_ZH}；管理员需在微信中确认协议。`,
  };
}

export const applicationWithdrawn: Problem = {
  code: 'access-application-withdrawn',
  message: 'The application for the component was withdrawn.',
  messageZh: '交易组件的开通申请已被撤回。',
  fix: `If the component is still wanted, ${ASK_AGAIN}.`,
  fixZh: `如仍需开通，请${ASK_AGAIN_ZH}。`,
};

export const componentWithdrawn: Problem = {
  code: 'access-withdrawn',
  message:
    'The component was withdrawn. Orders and products stay; categories, brands, tasks and scenes begin anew.',
  messageZh: '交易组件已被取消。订单和商品保留，类目、品牌、接入任务和场景需要重新开始。',
  fix: `If it is still wanted, ${ASK_AGAIN}.`,
  fixZh: `如仍需使用，请${ASK_AGAIN_ZH}。`,
};

/** 1040002 although the component is closed: reported of mini programs that had it before. */
export const applyInConsole: Problem = {
  code: 'access-apply-in-console',
  message: 'WeChat says that the mini program has joined already, and that the component is closed.',
  messageZh: '微信提示该小程序已接入过，但交易组件当前未开通。',
  fix: "Apply in the mini program's console; what happens there is noticed by itself. The standard edition must be cancelled first.",
  fixZh: '请在小程序后台重新申请开通，结果会自动同步；如已启用标准版组件，请先取消。',
};

export function banned(reason: string): Problem {
  return {
    code: 'access-banned',
    message: `WeChat has closed the component for the mini program${reason === '' ? '.' : `: ${reason}`}`,
    messageZh: `微信已封禁该小程序的交易组件${reason === '' ? '。' : `：${reason}`}`,
    fix: 'Mend what WeChat names and appeal in the console; when the ban is lifted everything goes on by itself.',
    fixZh: '请按原因整改并在小程序后台申诉；解除封禁后会自动继续。',
  };
}

export function sceneRefused({
  id,
  name,
  reason,
  checks,
}: Pick<ObservedScene, 'id' | 'name' | 'reason' | 'checks'>): Problem {
  const failed = checks
    .filter(({ state }) => state === 'refused')
    .map((check) => check.name || `check ${check.id}`);
  const words = [reason, ...failed].filter((word) => word !== '');
  const why = words.length === 0 ? '' : `: ${words.join('; ')}`;
  return {
    code: 'scene-refused',
    field: `scenes.${id}`,
    message: `WeChat refused the scene ${name || id}${why}`,
    messageZh: `场景${name || id}审核未通过${words.length === 0 ? '' : `：${words.join('；')}`}`,
    fix: 'Mend what WeChat names (customer service and after-sales, Channels account, promoters), then publish merchant.access.scene-wanted.v1.',
    fixZh: '请按原因整改（客服与售后、视频号绑定、推广员），然后发布 merchant.access.scene-wanted.v1。',
  };
}
