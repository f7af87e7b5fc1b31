import { writeMessage } from './wechat-messages';

/** A rightly signed message that is unlike WeChat's, and what must become of it. */
export interface OddMessage {
  readonly message: string;
  /** The name it is stored under. */
  readonly event: string;
  /** Of the event that is published; none is without it. */
  readonly subject?: string;
  /** Part of the stored message, where that is not the message as it came. */
  readonly stored?: string;
}

const LONG_ID = 'P'.repeat(300);
const LONG_NAME = Array.from({ length: 4_000 }, (_, at) => at.toString(36)).join('');

export const ODD_MESSAGES: Readonly<Record<string, OddMessage>> = {
  'an event nobody knows': {
    message: writeMessage('open_product_from_the_future', { new_info: { id: 3309517286640325887n } }, 'json'),
    event: 'open_product_from_the_future',
    subject: 'open_product_from_the_future',
  },
  'an id longer than a subject may be': {
    message: writeMessage(
      'open_product_spu_audit',
      { OpenProductSpuAudit: { out_product_id: LONG_ID } },
      'xml',
    ),
    event: 'open_product_spu_audit',
    subject: LONG_ID.slice(0, 128),
  },
  'an id with a NUL and half a surrogate pair': {
    message: String.raw`{"CreateTime":1700000001,"MsgType":"event","Event":"open_product_spu_audit","OpenProductSpuAudit":{"out_product_id":"P\u0000\ud83d-7"}}`,
    event: 'open_product_spu_audit',
    subject: 'P\uFFFD\uFFFD-7',
  },
  'a subject cut in the middle of a character': {
    message: writeMessage(
      'open_product_spu_audit',
      { OpenProductSpuAudit: { out_product_id: `${'P'.repeat(127)}😀` } },
      'json',
    ),
    event: 'open_product_spu_audit',
    subject: `${'P'.repeat(127)}\uFFFD`,
  },
  'a NUL in XML': {
    message: writeMessage('open_product_order_cancel', { order_info: { out_order_id: 'SO\0-1' } }, 'xml'),
    stored: 'SO\uFFFD-1',
    event: 'open_product_order_cancel',
    subject: 'SO\uFFFD-1',
  },
  'a time beyond what an event can carry': {
    message: `{"CreateTime":7999999999999,"MsgType":"event","Event":"late"}`,
    event: 'late',
  },
  'a body too large for Kafka': {
    message: writeMessage('large', { text: '\u0001'.repeat(170_000) }, 'xml'),
    event: 'large',
  },
  'a name too long for the index': {
    message: writeMessage(LONG_NAME, {}, 'json'),
    event: LONG_NAME.slice(0, 128),
    subject: LONG_NAME.slice(0, 128),
  },
  'no event': { message: writeMessage('', { Content: 'hello' }, 'xml'), event: '' },
  'no time': { message: `{"MsgType":"event","Event":"timeless"}`, event: '' },
  'members nested deeper than the stack reaches': {
    message: `{"CreateTime":1700000002,"Event":"deep","a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`,
    event: '',
  },
};
