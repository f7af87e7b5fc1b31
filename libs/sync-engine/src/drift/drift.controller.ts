import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, ProblemException, notFound, valid } from '@tongbu/platform';
import { z } from 'zod';
import { driftKinds, strayActions } from './drift';
import type { DriftReports } from './drift-reports';

/** The drift reports of a service's things, by the name they have in paths, such as `products`. */
export const DRIFT_REPORTS = Symbol('DRIFT_REPORTS');
export type DriftReportsByThing = ReadonlyMap<string, DriftReports>;

const limit = z.coerce.number().int().min(1).max(500).default(100);
const itemsQuery = z.object({ kind: z.enum(driftKinds).optional(), after: z.string().default(''), limit });
const repairsBody = z.strictObject({
  ids: z.array(z.string().min(1)).min(1).max(10_000).optional(),
  kinds: z.array(z.enum(driftKinds)).min(1).optional(),
  dryRun: z.boolean().default(true),
  action: z.enum(strayActions).optional(),
  after: z.string().default(''),
  limit,
});

@Controller('v1/apps/:appId/:things/drift-reports')
@UseGuards(ApiKeyGuard)
export class DriftController {
  constructor(@Inject(DRIFT_REPORTS) private readonly reports: DriftReportsByThing) {}

  @Post()
  @HttpCode(202)
  async start(
    @Param('appId') appId: string,
    @Param('things') things: string,
  ): Promise<{ readonly id: string }> {
    const id = await this.of(things).start(appId);
    if (id !== undefined) return { id };
    throw new ProblemException(
      409,
      'already-running',
      'Already running',
      `A drift report of these ${things} is being made; wait for its end.`,
    );
  }

  @Get()
  async list(@Param('appId') appId: string, @Param('things') things: string) {
    return { items: await this.of(things).list(appId) };
  }

  @Get(':id')
  find(@Param('appId') appId: string, @Param('things') things: string, @Param('id') id: string) {
    return this.found(things, appId, id);
  }

  @Get(':id/items')
  async items(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Param('id') id: string,
    @Query() query: unknown,
  ) {
    const { kind, after, limit: size } = valid(itemsQuery, query);
    await this.found(things, appId, id);
    return this.of(things).items(id, kind, after, size);
  }

  @Post(':id/repairs')
  @HttpCode(200)
  async repair(
    @Param('appId') appId: string,
    @Param('things') things: string,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const request = valid(repairsBody, body);
    await this.found(things, appId, id);
    return { dryRun: request.dryRun, ...(await this.of(things).repair(appId, id, request)) };
  }

  private of(things: string): DriftReports {
    const reports = this.reports.get(things);
    if (reports === undefined) throw notFound(things);
    return reports;
  }

  private async found(things: string, appId: string, id: string) {
    const report = await this.of(things).find(appId, id);
    if (report === undefined) throw notFound(`drift report ${id}`);
    return report;
  }
}
