import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wechatAccessScenesObserved, type CloudEvent, type EventData } from '@tongbu/contracts';
import { SceneIntake } from './scene-intake';

/** What access-sync tells of the scenes in which the mini program may sell. */
@Controller()
export class SceneEventsController {
  constructor(@Inject(SceneIntake) private readonly scenes: SceneIntake) {}

  @EventPattern<string>(wechatAccessScenesObserved.type)
  observed(event: CloudEvent<EventData<typeof wechatAccessScenesObserved>>): Promise<void> {
    return this.scenes.take(event);
  }
}
