import { deadLetterTopic, eventRegistry, topics, type Problem } from '@tongbu/contracts';
import { decodeEvent } from '@tongbu/messaging';
import type { FollowedRecord } from './topic-follower';

/** One line about a record of `wechat.catalog` or of the merchant's dead letters. */
export function renderNews({
  topic,
  message,
}: Pick<FollowedRecord, 'topic' | 'message'>): string | undefined {
  if (topic === deadLetterTopic(topics.merchantCatalog)) {
    const reason = message.headers?.['x-tongbu-reason']?.toString() ?? '';
    return `refused: event with key ${message.key?.toString() || '(none)'} - ${reason}`;
  }
  const decoded = decodeEvent(message, eventRegistry);
  if (!decoded.ok) return undefined;
  const { type, subject, data } = decoded.value;
  const what = type.replace(/^wechat\./, '').replace(/\.v\d+$/, '');
  const reason = reasonIn(data);
  return `${what} ${subject}${reason === '' ? '' : ` - ${reason}`}`;
}

function reasonIn(data: unknown): string {
  const { reason, problems } = data as { reason?: string; problems?: Problem[] };
  return reason ?? problems?.map(({ message }) => message).join(' ') ?? '';
}
