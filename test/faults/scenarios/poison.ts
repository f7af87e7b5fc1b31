import { eventRegistry, wechatCallbackReceived } from '@tongbu/contracts';
import type { OutgoingRecord } from '@tongbu/messaging';
import type { Fault, Scene } from '../fault';

/** For every so many steps of the load there is one event that nobody can handle. */
const SHARE = 0.1;
const HEADERS = { 'content-type': 'application/json' };

/** Something that is wrong with an event, with the key it is published under. */
type Poison = (topic: string, appId: string, subject: string) => OutgoingRecord;

/** What every reader of the topic puts aside. */
const FOR_EVERYBODY: readonly Poison[] = [
  (topic, appId, subject) => {
    const record = event(topic, appId, subject);
    return { ...record, headers: { ...record.headers, ce_type: 'merchant.something.happened.v1' } };
  },
  (topic, appId, subject) => ({
    ...event(topic, appId, subject),
    headers: {},
    value: Buffer.from([0, 1, 2, 255]),
  }),
];
/** What is put aside by those who handle this type of event, and is nothing to the others. */
const FOR_HANDLERS: readonly Poison[] = [
  event,
  (topic, appId, subject) => ({ ...event(topic, appId, subject), value: '{"version":' }),
  (topic, appId, subject) => ({ ...event(topic, appId, subject), value: '"no object"' }),
  (topic, appId, subject) => {
    const record = event(topic, appId, subject);
    return { ...record, headers: { ...record.headers, ce_subject: 'somebody-else' } };
  },
];

/** Right in everything but its data, which suit no type. */
function event(topic: string, appId: string, subject: string): OutgoingRecord {
  const type =
    eventRegistry.all().find((known) => known.topic === topic && !known.data.safeParse({}).success)?.type ??
    wechatCallbackReceived.type;
  const attributes = {
    ce_specversion: '1.0',
    ce_id: `${appId}-${subject}`,
    ce_source: '/shop',
    ce_type: type,
  };
  return {
    topic,
    key: `${appId}:${subject}`,
    value: '{}',
    headers: { ...HEADERS, ...attributes, ce_subject: subject, ce_appid: appId },
  };
}

/** Events that can never be handled come between the others: dead letters, and nothing waits for them. */
export function poisonEvents(): Fault {
  let published: string[] = [];
  return {
    name: 'poison-events',
    summary:
      'one event in ten can never be handled: no JSON, wrong data, unknown type, wrong key, no event at all',
    harms: 'mini-program',
    async strike({ field, appId, load, random }) {
      published = [];
      const topics = merchantTopics({ field });
      for (let share = SHARE; share < 1; share += SHARE) {
        await load.reaches(share);
        for (const topic of topics) {
          const subject = `poison-${published.length + 1}`;
          // Each service that reads the topic puts it aside for itself.
          const readers = field.groups.filter((group) => group.topics.includes(topic));
          const kinds = readers.length === 1 ? [...FOR_EVERYBODY, ...FOR_HANDLERS] : FOR_EVERYBODY;
          const kind = kinds[random.between(0, kinds.length - 1)] ?? event;
          await field.merchant.send([kind(topic, appId, subject)]);
          published.push(...readers.map(() => `${appId}:${subject}`));
        }
      }
      return published.length;
    },
    deadLetters: () => published,
  };
}

function merchantTopics({ field }: Pick<Scene, 'field'>): string[] {
  return [...new Set(field.groups.flatMap(({ topics }) => topics))].filter((topic) =>
    topic.startsWith('merchant.'),
  );
}
