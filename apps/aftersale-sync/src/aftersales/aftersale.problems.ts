import { wechatAftersaleParked, type AftersaleState, type Problem } from '@tongbu/contracts';
import { merchantIdOf, orderIdOf, type AftersaleRow } from './aftersale';
import type { WishKind } from './aftersale.wish';

const STATES: Readonly<Record<AftersaleState, readonly [string, string]>> = {
  'refund-requested': ['a refund is requested', '买家申请退款，待商家处理'],
  'return-requested': ['a return is requested', '买家申请退货退款，待商家处理'],
  'refund-rejected': ['the refund is rejected', '商家已拒绝退款'],
  'return-rejected': ['the return is rejected', '商家已拒绝退货退款'],
  'return-awaited': ['the buyer is to send the goods back', '待买家退货'],
  'receipt-awaited': ['the goods are on their way back', '待商家收货'],
  'refund-disputed': ['WeChat is deciding a dispute about the refund', '平台处理退款纠纷中'],
  'return-disputed': ['WeChat is deciding a dispute about the return', '平台处理退货退款纠纷中'],
  refunding: ['WeChat is paying the buyer back', '平台退款中'],
  'refund-failed': ["WeChat's refund has failed", '平台退款失败，需商家线下退款'],
  refunded: ['the buyer has been paid back', '退款成功'],
  withdrawn: ['the buyer has withdrawn it', '买家已撤销申请'],
  closed: ['it is closed', '售后已关闭'],
  other: ['it is in a state that is not documented', '未公开的售后状态'],
};

const WISHES: Readonly<Record<WishKind, readonly [string, string]>> = {
  'accept-refund': ['agreeing to the refund', '同意退款'],
  'accept-return': ['agreeing to the return', '同意退货'],
  reject: ['rejecting', '拒绝'],
  'receive-goods': ['confirming the receipt of the goods', '确认收到退货'],
  edit: ['changing the claim', '修改申请'],
  withdraw: ['withdrawing', '撤销申请'],
  'send-return': ['naming the waybill of the return', '填写退货物流'],
  'upload-certificates': ['uploading proof of a refund', '上传退款凭证'],
  'submit-evidence': ['sending evidence for the complaint', '提交纠纷举证'],
};

export function wishNotPossible(wish: WishKind, state: AftersaleState, can: readonly WishKind[]): Problem {
  const [inEnglish, inChinese] = WISHES[wish];
  const [now, nowZh] = STATES[state];
  return {
    code: 'wish-not-possible',
    message: `At WeChat, ${now}; ${inEnglish} is not possible in this state.`,
    messageZh: `微信侧当前状态：${nowZh}，不能${inChinese}。`,
    ...whatCanBeDone(can),
  };
}

export function wishTooLate(wish: WishKind, state: AftersaleState, can: readonly WishKind[]): Problem {
  const [inEnglish, inChinese] = WISHES[wish];
  const [now, nowZh] = STATES[state];
  return {
    code: 'wish-too-late',
    message: `It has gone on at WeChat: ${now}. So ${inEnglish} came too late.`,
    messageZh: `微信侧售后已推进：${nowZh}，${inChinese}操作来得太晚，未执行。`,
    ...whatCanBeDone(can),
  };
}

/** Why the buyer has overtaken a wish. */
export type Overtaken = 'changed' | 'other-amount' | 'withdrawn';

export function wishSuperseded(
  wish: WishKind,
  state: AftersaleState,
  can: readonly WishKind[],
  why: Overtaken,
): Problem {
  const [inEnglish, inChinese] = WISHES[wish];
  const [now, nowZh] = STATES[state];
  const [what, whatZh] = OVERTAKEN[why];
  return {
    code: 'wish-superseded',
    message: `${what} since; ${inEnglish} was made for something else and was not carried out. At WeChat, ${now}.`,
    messageZh: `${whatZh}，原${inChinese}操作未执行。微信侧当前状态：${nowZh}。`,
    ...whatCanBeDone(can),
  };
}

const OVERTAKEN: Readonly<Record<Overtaken, readonly [string, string]>> = {
  changed: ['The request has changed', '申请内容已变更'],
  'other-amount': ['The amount at WeChat is another', '微信侧的退款金额与所同意的金额不一致'],
  withdrawn: ['The buyer has withdrawn the request', '买家已撤销申请'],
};

function whatCanBeDone(can: readonly WishKind[]): Pick<Problem, 'fix' | 'fixZh'> {
  if (can.length === 0) {
    return { fix: 'Nothing can be done in this state.', fixZh: '当前状态下无可用操作。' };
  }
  return {
    fix: `Decide again. Possible now: ${can.map((kind) => WISHES[kind][0]).join(', ')}.`,
    fixZh: `请重新处理。当前可用操作：${can.map((kind) => WISHES[kind][1]).join('、')}。`,
  };
}

export function aftersaleNotFound(id: string): Problem {
  return {
    code: 'aftersale-not-found',
    message: `WeChat does not show the after-sale ${id}.`,
    messageZh: `微信未返回售后单 ${id}。`,
    fix: 'Check the id. It is looked for again every hour.',
    fixZh: '请检查售后单编号。系统每小时会重新查询。',
  };
}

export const returnAddressMissing: Problem = {
  code: 'return-address-missing',
  field: 'address',
  message: 'Nobody has said where the goods are to go.',
  messageZh: '缺少退货地址。',
  fix: 'Publish merchant.aftersale.return-accepted.v1 with an address, including province, city and town.',
  fixZh: '请发布带退货地址（含省、市、区）的 merchant.aftersale.return-accepted.v1。',
};

export const returnAddressIncomplete: Problem = {
  code: 'return-address-incomplete',
  field: 'address',
  message: 'The return address needs province, city and town.',
  messageZh: '退货地址需包含省、市、区。',
  fix: 'Publish merchant.aftersale.return-accepted.v1 with the whole address.',
  fixZh: '请补全地址后重新发布 merchant.aftersale.return-accepted.v1。',
};

export const changesUsedUp: Problem = {
  code: 'changes-used-up',
  message: 'The after-sale was opened and changed five times, which is all that WeChat takes.',
  messageZh: '售后单创建和修改已达 5 次上限。',
  fix: 'Settle it with the buyer as it stands.',
  fixZh: '请按当前申请内容与买家协商处理。',
};

/** The event that tells the merchant why a wish was not carried out. */
export function parkedAftersale(row: AftersaleRow, problems: readonly Problem[]) {
  const { observed, desired, desiredVersion } = row;
  const seen = observed?.aftersale ?? null;
  return {
    type: wechatAftersaleParked.type,
    data: {
      orderId: orderIdOf(row),
      wechatAftersaleId: observed?.wechatId ?? null,
      merchantAftersaleId: merchantIdOf(row),
      line: seen === null ? (desired.opening?.line ?? null) : seen.line,
      type: seen?.type ?? desired.opening?.type ?? null,
      amount: seen?.amount ?? desired.opening?.claim.amount ?? null,
      state: seen?.state ?? null,
      merchantVersion: desiredVersion,
      problems,
    },
  };
}
