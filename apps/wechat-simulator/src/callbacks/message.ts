import { stringifyJson } from '@tongbu/wechat';
import type { Account } from '../accounts/account';
import type { FieldValue, WechatEvent } from './events';

/** WeChat's own sender of system events; the same for every account. */
export const TEAM_OPENID = 'oSimWeChatTeam00000000000001';

/** Bodies that have been seen under their key in every layout. */
const ALWAYS_NESTED = ['order_info', 'aftersale_info', 'complaint_info'];

interface Group {
  readonly [name: string]: FieldValue | Group;
}

/** A message before it is printed. */
export interface Message extends Group {
  readonly FromUserName: string;
}

/** The members of a message, in the layout of the account. */
export function messageOf(
  event: WechatEvent,
  originalId: string,
  createTime: number,
  layout: Account['layout'],
): Message {
  const head = {
    ToUserName: originalId,
    FromUserName: event.from ?? TEAM_OPENID,
    CreateTime: createTime,
    MsgType: 'event',
    Event: event.event,
  };
  if (layout === 'nested' || ALWAYS_NESTED.includes(event.bodyKey))
    return { ...head, [event.bodyKey]: event.body };
  return {
    ...head,
    ...Object.fromEntries(Object.entries(event.body).map(([name, value]) => [name, String(value)])),
  };
}

/** Prints members in the data format of the account. */
export function print(members: Group, format: Account['format']): string {
  return format === 'json' ? stringifyJson(members) : `<xml>${elementsOf(members)}</xml>`;
}

function elementsOf(members: Group): string {
  return Object.entries(members)
    .map(([name, value]) => `<${name}>${contentOf(value)}</${name}>`)
    .join('');
}

function contentOf(value: FieldValue | Group): string {
  if (typeof value === 'object') return elementsOf(value);
  return typeof value === 'string'
    ? `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    : String(value);
}
