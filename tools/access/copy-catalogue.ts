import { randomUUID } from 'node:crypto';
import { eventRegistry } from '@tongbu/contracts';
import { encodeEvent, type KafkaProducer, type OutgoingRecord } from '@tongbu/messaging';
import { CodedError, messageOf } from '@tongbu/platform';
import { z } from 'zod';

const BATCH = 500;
const wantedEvent = z.object({ type: z.string(), subject: z.string(), data: z.looseObject({}) });

/**
 * Publishes a catalogue, as `catalogue.ndjson` of catalog-sync has it, as events for another mini program, the ordinary way.
 * Run again it publishes everything again, which changes nothing. Answers how many were published.
 */
export async function copyCatalogue(
  parts: AsyncIterable<Uint8Array>,
  { from, to }: { readonly from: string; readonly to: string },
  producer: Pick<KafkaProducer, 'send'>,
  report: (published: number) => void,
): Promise<number> {
  let published = 0;
  let batch: OutgoingRecord[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    await producer.send(batch);
    published += batch.length;
    batch = [];
    report(published);
  };
  for await (const line of linesOf(parts, () => published)) {
    batch.push(recordOf(line, from, to));
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return published;
}

async function* linesOf(parts: AsyncIterable<Uint8Array>, published: () => number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const part of parts) {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (cause) {
    const message = `the catalogue broke off after ${published()}: ${messageOf(cause)}. Run the command again`;
    throw new CodedError('broken-off', message, true, { cause });
  }
}

function recordOf(line: string, from: string, to: string): OutgoingRecord {
  const { type, subject, data } = wantedEvent.parse(JSON.parse(line));
  const topic = eventRegistry.get(type)?.topic;
  if (topic === undefined) throw new CodedError('event-unknown', `${type} is not known here`, false);
  return {
    topic,
    ...encodeEvent({
      specversion: '1.0',
      id: randomUUID(),
      source: `/tongbu/copies/${from}`,
      type,
      subject,
      appid: to,
      time: new Date().toISOString(),
      data,
    }),
  };
}
