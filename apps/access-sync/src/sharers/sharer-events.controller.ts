import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { sharerUnwanted, sharerWanted, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { KindRuntime } from '@tongbu/sync-engine';
import { SHARER_RUNTIME } from '../tokens';
import type { DesiredSharer, ObservedSharer } from './sharer';

/** Whom the merchant wants as sharers, and whom no more. */
@Controller()
export class SharerEventsController {
  constructor(@Inject(SHARER_RUNTIME) private readonly sharers: KindRuntime<DesiredSharer, ObservedSharer>) {}

  @EventPattern<string>(sharerWanted.type)
  wanted(event: CloudEvent<EventData<typeof sharerWanted>>): Promise<void> {
    return this.change(event, true);
  }

  @EventPattern<string>(sharerUnwanted.type)
  unwanted(event: CloudEvent<EventData<typeof sharerUnwanted>>): Promise<void> {
    return this.change(event, false);
  }

  private change(event: CloudEvent<object>, wanted: boolean): Promise<void> {
    return this.sharers.intake.change(event, 'content', () => ({ kind: 'desired', desired: { wanted } }));
  }
}
