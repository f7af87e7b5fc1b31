import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { DataSource, type Repository } from 'typeorm';
import { serve } from '../measuring/serve';
import { productRow, type ProductRow } from './product-row';

export interface UsualWayOptions {
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly topic: string;
  /** Where the calls go. */
  readonly url: string;
  readonly concurrency: number;
}

interface PriceChange {
  readonly productId: string;
  readonly version: number;
  readonly skus: readonly { readonly skuId: string; readonly salePrice: number }[];
}

interface Push {
  readonly id: string;
}

const APP_ID = 'wx0123456789abcdef';

@Module({})
class UsualWayModule {}

function controllerOf(topic: string, products: Repository<ProductRow>, queue: Queue<Push>): Type {
  @Controller()
  class ProductController {
    @EventPattern<string>(topic)
    async priceChanged(@Payload() change: PriceChange): Promise<void> {
      const { productId, version } = change;
      const id = `${APP_ID}:${productId}`;
      await products.save({ id, appId: APP_ID, productId, version, content: change, status: 'pending' });
      await queue.add('push', { id }, { attempts: 5, removeOnComplete: true });
    }
  }
  return ProductController;
}

async function push(url: string, products: Repository<ProductRow>, { id }: Push): Promise<void> {
  const product = await products.findOneByOrFail({ id });
  const { skus } = product.content as PriceChange;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      out_product_id: product.productId,
      skus: skus.map(({ skuId, salePrice }) => ({ out_sku_id: skuId, sale_price: salePrice })),
    }),
  });
  const { errcode } = (await answer.json()) as { errcode: number };
  if (errcode !== 0) throw new Error(`WeChat answered ${errcode}`);
  await products.update({ id }, { status: 'pushed' });
}

const commands = {
  /**
   * A service as a Nest team would write it: Nest's own Kafka transport, TypeORM entities, one job for each event. It
   * remembers no event and tells nobody what became of it.
   */
  async open({ brokers, redisUrl, databaseUrl, topic, url, concurrency }: UsualWayOptions): Promise<void> {
    const dataSource = new DataSource({
      type: 'postgres',
      url: databaseUrl,
      entities: [productRow],
      synchronize: true,
      poolSize: 16,
    });
    await dataSource.initialize();
    const products = dataSource.getRepository(productRow);
    const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    const queue = new Queue<Push>(randomUUID(), { connection });
    const worker = new Worker<Push>(queue.name, ({ data }) => push(url, products, data), {
      connection,
      concurrency,
    });
    worker.on('error', () => undefined);
    const module: DynamicModule = {
      module: UsualWayModule,
      controllers: [controllerOf(topic, products, queue)],
    };
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
      logger: ['error'],
      transport: Transport.KAFKA,
      options: {
        client: { brokers: [...brokers], clientId: 'usual-way' },
        consumer: { groupId: randomUUID() },
        subscribe: { fromBeginning: true },
      },
    });
    await app.listen();
  },
};

export type UsualWayCommands = typeof commands;

serve(commands);
