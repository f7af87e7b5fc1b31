import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, notFound, valid } from '@tongbu/platform';
import { z } from 'zod';
import { EntityAdmin, type EntityDetail, type EntityPage } from './entity-admin';

/** Which things this service has, by the name they have in paths, such as `products`. */
export const ENTITY_ADMINS = Symbol('ENTITY_ADMINS');
export type EntityAdmins = ReadonlyMap<string, EntityAdmin>;

const listQuery = z.object({
  state: z.enum(['pending', 'waiting', 'parked', 'settled']).optional(),
  after: z.string().default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const parkBody = z.object({ reason: z.string().min(1).max(500) });

/** What operators see and do: `/v1/apps/{appId}/{things}`. */
@Controller('v1/apps/:appId/:things')
@UseGuards(ApiKeyGuard)
export class EntityAdminController {
  constructor(@Inject(ENTITY_ADMINS) private readonly admins: EntityAdmins) {}

  @Get()
  list(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Query() query: unknown,
  ): Promise<EntityPage> {
    const { state, after, limit } = valid(listQuery, query);
    return this.admin(things).list(appId, state, after, limit);
  }

  @Get(':entityId')
  async find(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Param('entityId') entityId: string,
  ): Promise<EntityDetail> {
    const entity = await this.admin(things).find(appId, entityId);
    if (entity === undefined) throw notFound(entityId);
    return entity;
  }

  @Post(':entityId/retry')
  @HttpCode(202)
  retry(@Param('appId') appId: string, @Param('things') things: string, @Param('entityId') entityId: string) {
    return this.done(entityId, this.admin(things).retry(appId, entityId));
  }

  @Post(':entityId/refresh')
  @HttpCode(202)
  refresh(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Param('entityId') entityId: string,
  ) {
    return this.done(entityId, this.admin(things).refresh(appId, entityId));
  }

  @Post(':entityId/park')
  @HttpCode(202)
  park(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Param('entityId') entityId: string,
    @Body() body: unknown,
  ) {
    const { reason } = valid(parkBody, body);
    return this.done(entityId, this.admin(things).park(appId, entityId, reason));
  }

  @Post(':entityId/release')
  @HttpCode(202)
  release(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Param('entityId') entityId: string,
  ) {
    return this.done(entityId, this.admin(things).release(appId, entityId));
  }

  private admin(things: string): EntityAdmin {
    const admin = this.admins.get(things);
    if (admin === undefined) throw notFound(things);
    return admin;
  }

  private async done(entityId: string, action: Promise<boolean>): Promise<{ readonly accepted: true }> {
    if (!(await action)) throw notFound(entityId);
    return { accepted: true };
  }
}
