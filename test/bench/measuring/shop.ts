import { productPriceChanged, topics, type CloudEvent } from '@tongbu/contracts';
import { createKafka, encodeEvent, KafkaProducer, type OutgoingRecord } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { SKU } from '../ours/approved-product';

/** Somebody who publishes new prices. */
export interface PriceSource {
  /** A new price for each of the products with these numbers. */
  changePrices(products: readonly number[]): Promise<void>;
}

function producerFor(brokers: readonly string[]): KafkaProducer {
  const logger = createLogger({ service: 'bench', level: 'fatal' });
  return new KafkaProducer(createKafka({ brokers, clientId: 'bench', logger }));
}

/** The merchant's shop: publishes new prices of the products `P-0` and on, each price another one than before. */
export class Shop implements PriceSource {
  private readonly producer: KafkaProducer;
  private published = 0;

  constructor(
    brokers: readonly string[],
    private readonly appId: string,
  ) {
    this.producer = producerFor(brokers);
  }

  changePrices(products: readonly number[]): Promise<void> {
    return this.producer.send(
      products.map((product) => ({
        topic: topics.merchantCatalog,
        ...encodeEvent(this.priceChange(product)),
      })),
    );
  }

  /** A new price of one product; answers which. */
  async changePrice(product: number): Promise<number> {
    await this.changePrices([product]);
    return this.price;
  }

  close(): Promise<void> {
    return this.producer.close();
  }

  /** The last one published. */
  private get price(): number {
    return 100 + this.published;
  }

  private priceChange(product: number): CloudEvent {
    this.published += 1;
    return {
      specversion: '1.0',
      id: `${this.appId}-${this.published}`,
      source: '/bench',
      type: productPriceChanged.type,
      subject: `P-${product}`,
      appid: this.appId,
      data: { version: this.published + 1, skus: [{ skuId: SKU, salePrice: this.price }] },
    };
  }
}

/** A shop that publishes the same as plain JSON, for a service that knows no CloudEvents. */
export class PlainShop implements PriceSource {
  private readonly producer: KafkaProducer;
  private published = 0;

  constructor(
    brokers: readonly string[],
    private readonly topic: string,
  ) {
    this.producer = producerFor(brokers);
  }

  changePrices(products: readonly number[]): Promise<void> {
    return this.producer.send(products.map((product) => this.priceChange(product)));
  }

  close(): Promise<void> {
    return this.producer.close();
  }

  private priceChange(product: number): OutgoingRecord {
    this.published += 1;
    const skus = [{ skuId: SKU, salePrice: 100 + this.published }];
    const value = JSON.stringify({ productId: `P-${product}`, version: this.published, skus });
    return { topic: this.topic, key: `P-${product}`, value, headers: {} };
  }
}
