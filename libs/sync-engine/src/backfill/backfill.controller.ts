import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, notFound, valid } from '@tongbu/platform';
import { backfillRequest } from './backfill-scope';
import type { Backfills, BackfillView } from './backfills';

/** The backfills of a service's things, by the name they have in paths, such as `products`. */
export const BACKFILLS = Symbol('BACKFILLS');
export type BackfillsByThing = ReadonlyMap<string, Backfills>;

@Controller('v1/apps/:appId/:things/backfills')
@UseGuards(ApiKeyGuard)
export class BackfillController {
  constructor(@Inject(BACKFILLS) private readonly backfills: BackfillsByThing) {}

  @Post()
  @HttpCode(202)
  async start(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Body() body: unknown,
  ): Promise<{ readonly id: string }> {
    const backfills = this.of(things);
    const { scope } = valid(backfillRequest(backfills.scopes), body);
    return { id: await backfills.start(appId, scope) };
  }

  @Get()
  async list(@Param('appId') appId: string, @Param('things') things: string) {
    return { items: await this.of(things).list(appId) };
  }

  @Get(':id')
  async find(@Param('appId') appId: string, @Param('things') things: string, @Param('id') id: string) {
    return found(id, await this.of(things).find(appId, id));
  }

  @Post(':id/cancel')
  @HttpCode(202)
  async cancel(@Param('appId') appId: string, @Param('things') things: string, @Param('id') id: string) {
    return found(id, await this.of(things).cancel(appId, id));
  }

  private of(things: string): Backfills {
    const backfills = this.backfills.get(things);
    if (backfills === undefined) throw notFound(things);
    return backfills;
  }
}

function found(id: string, backfill: BackfillView | undefined): BackfillView {
  if (backfill === undefined) throw notFound(`backfill ${id}`);
  return backfill;
}
