import { wechatCallbackReceived } from '@tongbu/contracts';
import type { OutgoingEvent } from '@tongbu/messaging';
import { storableText, type Callback } from './callback';

export interface ReceivedCallback extends Callback {
  readonly receivedAt: Date;
  /** The trace that began with it; a replay belongs to another. */
  readonly traceparent?: string;
}

const SOURCE = '/tongbu/callback-gateway';
const LONGEST_SUBJECT = 128;

/** The id of a callback's event in SQL, from the columns of its row. */
export const eventIdSql = `'callback:' || app_id || ':' || hash`;

/**
 * What the other services hear. A message that is no event is told to nobody. A replay has an id of its own: under the
 * first one, consumers would take it for a repetition.
 */
export function eventOf(
  { appId, hash, receivedAt, traceparent, event, entity, createTime, body }: ReceivedCallback,
  replay?: string,
): OutgoingEvent | undefined {
  if (event === '' || createTime === null) return undefined;
  const id = `callback:${appId}:${hash}`;
  return {
    id: replay === undefined ? id : `${id}:${replay}`,
    type: wechatCallbackReceived.type,
    source: SOURCE,
    appId,
    subject: storableText((entity ?? event).slice(0, LONGEST_SUBJECT)),
    time: receivedAt,
    traceparent,
    data: { event, entity, createTime: createTime.toISOString(), body },
  };
}
