import { stringifyJson } from '@tongbu/wechat';
import type { Account } from '../accounts/account';
import { isEntries, type EventField, type FieldGroup, type FieldValue, type WechatEvent } from './events';

/** WeChat's own sender of system events; the same for every account. */
export const TEAM_OPENID = 'oSimWeChatTeam00000000000001';

/** Bodies that have been seen under their key in every layout. */
const ALWAYS_NESTED = ['order_info', 'aftersale_info', 'complaint_info'];

/** A message before it is printed. */
export interface Message extends FieldGroup {
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
  if (layout === 'flat' && !ALWAYS_NESTED.includes(event.bodyKey))
    return { ...head, ...withTexts(event.body) };
  return event.bodyKey === '' ? { ...head, ...event.body } : { ...head, [event.bodyKey]: event.body };
}

function withTexts(members: FieldGroup): FieldGroup {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, asText(value)]));
}

function asText(value: EventField): EventField {
  if (isEntries(value)) return value.map(withTexts);
  return typeof value === 'object' ? withTexts(value) : String(value);
}

/** Prints members in the data format of the account. */
export function print(members: FieldGroup, format: Account['format']): string {
  return format === 'json' ? stringifyJson(members) : `<xml>${elementsOf(members)}</xml>`;
}

/** Several entries are one element each, all of the same name. */
function elementsOf(members: FieldGroup): string {
  return Object.entries(members)
    .flatMap(([name, value]) =>
      (isEntries(value) ? value : [value]).map((entry) => `<${name}>${contentOf(entry)}</${name}>`),
    )
    .join('');
}

function contentOf(value: FieldValue | FieldGroup): string {
  if (typeof value === 'object') return elementsOf(value);
  return typeof value === 'string'
    ? `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    : String(value);
}
