import { Body, Controller, Headers, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, ProblemException, valid, type Clock } from '@tongbu/platform';
import { z } from 'zod';
import type { SceneCheck } from '../channel/order-channel';
import { waitOf } from '../checkouts/checkout.request';
import { CLOCK } from '../tokens';
import { SceneChecks } from './scene-checks';

const sceneBody = z.object({
  scene: z.int({ error: 'expected the launch scene, such as 1177' }).min(0).max(1_000_000),
});

/** For clients without `wx.checkBeforeAddOrder`. */
@Controller('v1/apps/:appId/scene-checks')
@UseGuards(ApiKeyGuard)
export class SceneChecksController {
  constructor(
    @Inject(SceneChecks) private readonly scenes: SceneChecks,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  async check(
    @Param('appId') appId: string,
    @Headers('prefer') prefer: string | undefined,
    @Body() body: unknown,
  ): Promise<SceneCheck & { readonly scene: number }> {
    const { scene } = valid(sceneBody, body);
    const notAfter = this.clock.monotonic() + waitOf(prefer) * 1000;
    const asked = await this.scenes.check({ appId, lane: 'checkout', notAfter }, scene);
    if (asked.kind === 'answered') return { scene, ...asked.value };
    throw new ProblemException(
      503,
      'unavailable',
      'Not available now',
      'WeChat could not be asked about the scene. Ask again.',
    );
  }
}
