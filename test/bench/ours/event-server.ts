import 'reflect-metadata';
import { Controller, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { EventRegistry, productPriceChanged, type CloudEvent, type EventData } from '@tongbu/contracts';
import { connectKafkaEvents, KafkaEventServer } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { uniqueName } from '@tongbu/testing';
import type { Consumed, Consumption } from '../baseline/kafkajs-consumer';
import { Counting } from '../measuring/counting';
import { serve } from '../measuring/serve';

@Module({})
class ConsumerModule {}

function controllerOf(counting: Counting): Type {
  @Controller()
  class PriceController {
    @EventPattern<string>(productPriceChanged.type)
    priceChanged({ data }: CloudEvent<EventData<typeof productPriceChanged>>): void {
      if ((data.version ?? 0) > 0) counting.add();
    }
  }
  return PriceController;
}

const commands = {
  /** Our transport: decoded, checked against the schema, logged, and a handler that does nothing. */
  async noOp({ brokers, topic, total, ms }: Consumption): Promise<Consumed> {
    const counting = new Counting(total);
    const server = new KafkaEventServer({
      brokers,
      clientId: 'bench',
      groupId: uniqueName('bench'),
      topics: [topic],
      registry: new EventRegistry([{ ...productPriceChanged, topic }]),
      logger: createLogger({ service: 'bench', level: 'info' }),
    });
    const module: DynamicModule = { module: ConsumerModule, controllers: [controllerOf(counting)] };
    const app = await NestFactory.create(module, new FastifyAdapter(), { logger: false });
    connectKafkaEvents(app, server);
    await app.init();
    await app.startAllMicroservices();
    const perSecond = await counting.perSecond(ms);
    await app.close();
    return { perSecond, orderViolations: 0 };
  },
};

export type EventServerCommands = typeof commands;

serve(commands);
