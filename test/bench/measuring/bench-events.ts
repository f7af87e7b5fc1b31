import { productPriceChanged, type CloudEvent } from '@tongbu/contracts';
import { createKafka, encodeEvent, KafkaProducer } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';

const BATCH = 2_000;

/** An event of the merchant's about one of `products` products, numbered per product. */
export function priceChange(appId: string, number: number, products: number): CloudEvent {
  const product = `P-${number % products}`;
  return {
    specversion: '1.0',
    id: `${number}`,
    source: '/bench',
    type: productPriceChanged.type,
    subject: product,
    appid: appId,
    time: new Date().toISOString(),
    data: {
      version: Math.floor(number / products) + 1,
      skus: [{ skuId: `${product}-S`, salePrice: 5_900 + number }],
    },
  };
}

/** Writes events to a topic, in their order. */
export async function publish(
  brokers: readonly string[],
  topic: string,
  events: Iterable<CloudEvent>,
): Promise<void> {
  const logger = createLogger({ service: 'bench', level: 'fatal' });
  const producer = new KafkaProducer(createKafka({ brokers, clientId: 'bench', logger }));
  const records = [];
  for (const event of events) {
    records.push({ topic, ...encodeEvent(event) });
    if (records.length === BATCH) await producer.send(records.splice(0));
  }
  if (records.length > 0) await producer.send(records);
  await producer.close();
}
