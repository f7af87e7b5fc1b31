import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { aftersaleMirrored, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { AftersaleKinds } from '../aftersale-kinds';
import { AFTERSALE_KINDS, CLOCK } from '../tokens';

/** What the merchant tells about after-sales that it runs itself. */
@Controller()
export class MirroredAftersaleEventsController {
  constructor(
    @Inject(AFTERSALE_KINDS) private readonly kinds: AftersaleKinds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern<string>(aftersaleMirrored.type)
  mirrored(event: CloudEvent<EventData<typeof aftersaleMirrored>>): Promise<void> {
    const { version: _, ...mirror } = event.data;
    const at = this.clock.now().toISOString();
    return this.kinds.mirroredAftersales.intake.change(event, 'money', () => ({
      kind: 'desired',
      desired: { mirror, at },
    }));
  }
}
