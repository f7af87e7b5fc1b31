import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { aftersaleWindowExtended, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { AftersaleKinds } from '../aftersale-kinds';
import { AFTERSALE_KINDS, CLOCK } from '../tokens';

/** What the merchant tells about the periods in which after-sales can be opened. */
@Controller()
export class AftersaleWindowEventsController {
  constructor(
    @Inject(AFTERSALE_KINDS) private readonly kinds: AftersaleKinds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern<string>(aftersaleWindowExtended.type)
  extended(event: CloudEvent<EventData<typeof aftersaleWindowExtended>>): Promise<void> {
    const until = new Date(event.data.until).toISOString();
    const at = this.clock.now().toISOString();
    return this.kinds.windows.intake.change(event, 'content', () => ({
      kind: 'desired',
      desired: { until, at },
    }));
  }
}
