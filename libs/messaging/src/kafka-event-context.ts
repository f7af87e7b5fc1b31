import { BaseRpcContext } from '@nestjs/microservices';
import type { IncomingMessage } from './incoming-message';

/** Where an event was read: the second argument of a handler, or its `@Ctx()` parameter. */
export class KafkaEventContext extends BaseRpcContext<[IncomingMessage]> {
  get topic(): string {
    return this.args[0].topic;
  }

  get partition(): number {
    return this.args[0].partition;
  }

  /** Decimal, as text: it may exceed 2^53. */
  get offset(): string {
    return this.args[0].offset;
  }

  /** `<appid>:<subject>` of the event. */
  get key(): string {
    return this.args[0].key?.toString('utf8') ?? '';
  }
}
