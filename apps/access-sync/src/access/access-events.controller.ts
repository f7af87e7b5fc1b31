import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  accessSceneWanted,
  accessStepDeclared,
  accessWanted,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { KindRuntime } from '@tongbu/sync-engine';
import { ACCESS_RUNTIME, CLOCK } from '../tokens';
import { ofItsApp } from './own-subject';
import type { DesiredAccess, ObservedAccess } from './access';
import { accessChanges } from './access.intake';

/** What the merchant wants of the component, and says is done. */
@Controller()
export class AccessEventsController {
  constructor(
    @Inject(ACCESS_RUNTIME) private readonly access: KindRuntime<DesiredAccess, ObservedAccess>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern<string>(accessWanted.type)
  wanted(event: CloudEvent<EventData<typeof accessWanted>>): Promise<void> {
    return this.change(event, accessChanges.wanted(event.data, this.now()));
  }

  @EventPattern<string>(accessSceneWanted.type)
  sceneWanted(event: CloudEvent<EventData<typeof accessSceneWanted>>): Promise<void> {
    return this.change(event, accessChanges.sceneWanted(event.data, this.now()));
  }

  @EventPattern<string>(accessStepDeclared.type)
  declared(event: CloudEvent<EventData<typeof accessStepDeclared>>): Promise<void> {
    return this.change(event, accessChanges.declared(event.data, event.time ?? this.now()));
  }

  private change(
    event: CloudEvent<object>,
    change: (known: DesiredAccess | undefined) => DesiredAccess,
  ): Promise<void> {
    ofItsApp(event);
    return this.access.intake.change(event, 'content', (known) => ({
      kind: 'desired',
      desired: change(known),
    }));
  }

  private now(): string {
    return this.clock.now().toISOString();
  }
}
