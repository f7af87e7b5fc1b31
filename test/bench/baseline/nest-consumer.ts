import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { Counting } from '../measuring/counting';
import { serve } from '../measuring/serve';
import type { Consumed, Consumption } from './kafkajs-consumer';

@Module({})
class ConsumerModule {}

function controllerOf(topic: string, counting: Counting): Type {
  @Controller()
  class PriceController {
    @EventPattern<string>(topic)
    priceChanged(@Payload() change: { readonly version: number }): void {
      if (change.version > 0) counting.add();
    }
  }
  return PriceController;
}

const commands = {
  /** Nest's own Kafka transport, which parses JSON and calls a handler that does nothing. */
  async noOp({ brokers, topic, total, ms }: Consumption): Promise<Consumed> {
    const counting = new Counting(total);
    const module: DynamicModule = { module: ConsumerModule, controllers: [controllerOf(topic, counting)] };
    const app = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
      logger: false,
      transport: Transport.KAFKA,
      options: {
        client: { brokers: [...brokers], clientId: 'baseline' },
        consumer: { groupId: randomUUID() },
        subscribe: { fromBeginning: true },
      },
    });
    await app.listen();
    const perSecond = await counting.perSecond(ms);
    await app.close();
    return { perSecond, orderViolations: 0 };
  },
};

export type NestConsumerCommands = typeof commands;

serve(commands);
