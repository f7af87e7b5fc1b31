import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { accessSceneWanted, accessStepDeclared, accessWanted, type CloudEvent } from '@tongbu/contracts';
import { ApiKeyGuard, notFound, valid, type Clock } from '@tongbu/platform';
import type { KindRuntime } from '@tongbu/sync-engine';
import { accessChanges } from '../access/access.intake';
import type { DesiredAccess, ObservedAccess } from '../access/access';
import { ACCESS_RUNTIME, CLOCK } from '../tokens';
import { fifteenSteps, type StepLine } from './fifteen-steps';

interface Standing {
  readonly appId: string;
  /** When WeChat was last asked; null: not yet. */
  readonly readAt: string | null;
  readonly steps: readonly StepLine[];
}

/** Where a mini program stands, and the merchant's events for an operator without Kafka at hand. */
@Controller('v1/apps/:appId')
@UseGuards(ApiKeyGuard)
export class StepsController {
  constructor(
    @Inject(ACCESS_RUNTIME) private readonly access: KindRuntime<DesiredAccess, ObservedAccess>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('steps')
  async steps(@Param('appId') appId: string): Promise<Standing> {
    const row = await this.access.row({ appId, entityId: appId });
    if (row === undefined) throw notFound(appId);
    const { desired, observed } = row;
    return { appId, readAt: observed?.readAt ?? null, steps: fifteenSteps(desired, observed) };
  }

  @Post('access-wishes')
  @HttpCode(202)
  want(@Param('appId') appId: string, @Body() body: unknown) {
    return this.change(appId, accessWanted.type, valid(accessWanted.data, body), accessChanges.wanted);
  }

  @Post('scene-wishes')
  @HttpCode(202)
  wantScene(@Param('appId') appId: string, @Body() body: unknown) {
    return this.change(
      appId,
      accessSceneWanted.type,
      valid(accessSceneWanted.data, body),
      accessChanges.sceneWanted,
    );
  }

  @Post('declarations')
  @HttpCode(202)
  declare(@Param('appId') appId: string, @Body() body: unknown) {
    return this.change(
      appId,
      accessStepDeclared.type,
      valid(accessStepDeclared.data, body),
      accessChanges.declared,
    );
  }

  private async change<Data extends object>(
    appId: string,
    type: string,
    data: Data,
    changeBy: (data: Data, at: string) => (known: DesiredAccess | undefined) => DesiredAccess,
  ): Promise<{ readonly accepted: true }> {
    const at = this.clock.now().toISOString();
    const source = '/tongbu/access-sync/operator';
    const event: CloudEvent<Data> = {
      specversion: '1.0',
      id: randomUUID(),
      source,
      type,
      subject: appId,
      appid: appId,
      time: at,
      data,
    };
    const change = changeBy(data, at);
    await this.access.intake.change(event, 'content', (known) => ({
      kind: 'desired',
      desired: change(known),
    }));
    return { accepted: true };
  }
}
