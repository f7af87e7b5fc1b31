import { setMaxListeners } from 'node:events';
import { eventRegistry } from '@tongbu/contracts';
import { createKafka, encodeEvent, KafkaProducer, type OutgoingRecord } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MerchantEvent } from '../play/story';

const AGAIN_AFTER_MS = 200;

/** The merchant's shops, which publish about all mini programs. What they have to say waits until Kafka takes it. */
export class Merchant {
  private readonly producer: KafkaProducer;
  private readonly closing = new AbortController();
  private published = 0;

  constructor(brokers: readonly string[]) {
    const logger = createLogger({ service: 'merchant', level: 'fatal' });
    this.producer = new KafkaProducer(createKafka({ brokers, clientId: 'merchant', logger }));
  }

  async publish(appId: string, { name, subject, data, id }: MerchantEvent): Promise<void> {
    const type = `merchant.${name}.v1`;
    const topic = eventRegistry.get(type)?.topic;
    if (topic === undefined) throw new Error(`there is no event ${type}`);
    this.published += 1;
    const encoded = encodeEvent({
      specversion: '1.0',
      id: `${appId}-${id ?? `event-${this.published}`}`,
      source: '/shop',
      type,
      subject,
      appid: appId,
      data,
    });
    await this.send([{ topic, ...encoded }]);
  }

  /** Resolves when Kafka has taken them. After a failure it may have them twice, as with any producer. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const { signal } = this.closing;
    // While Kafka is away, every story waits here.
    setMaxListeners(0, signal);
    while (!signal.aborted) {
      try {
        return await this.producer.send(records);
      } catch {
        await sleep(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  close(): Promise<void> {
    this.closing.abort();
    return this.producer.close();
  }
}
