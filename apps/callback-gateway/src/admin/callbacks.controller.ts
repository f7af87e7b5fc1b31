import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, notFound, valid } from '@tongbu/platform';
import { z } from 'zod';
import { CallbackArchive, type CallbackPage, type Replay } from './callback-archive';

const time = z.iso
  .datetime({ offset: true, error: 'expected an RFC 3339 time with an offset' })
  .transform((text) => new Date(text));
const position = z
  .string()
  .regex(/^(\d{20}-[0-9a-f]{64})?$/, 'expected the `next` of the page before')
  .default('');
const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);
const filter = {
  event: z.string().min(1).optional(),
  entity: z.string().min(1).optional(),
  from: time.optional(),
  to: time.optional(),
};

const listQuery = z.object({ ...filter, after: position, limit: limit(500, 100) });
const replayBody = z
  .object({
    ...filter,
    ids: z
      .array(z.string().regex(/^[0-9a-f]{64}$/, 'expected the id of a callback'))
      .min(1)
      .max(1_000)
      .optional(),
    after: position,
    limit: limit(5_000, 1_000),
    dryRun: z.boolean().default(true),
  })
  .refine(({ ids, event, entity, from }) => ids ?? event ?? entity ?? from, {
    error: 'expected ids, event, entity or from: say which callbacks to replay',
  });

/** What was received, and telling it again. */
@Controller('v1/apps/:appId/callbacks')
@UseGuards(ApiKeyGuard)
export class CallbacksController {
  constructor(@Inject(CallbackArchive) private readonly archive: CallbackArchive) {}

  @Get()
  list(@Param('appId') appId: string, @Query() query: unknown): Promise<CallbackPage> {
    const { after, limit: most, ...which } = valid(listQuery, query);
    return this.archive.list(appId, which, after, most);
  }

  @Get(':id')
  async find(@Param('appId') appId: string, @Param('id') id: string) {
    const callback = await this.archive.find(appId, id);
    if (callback === undefined) throw notFound(`callback ${id}`);
    return callback;
  }

  @Post('replays')
  @HttpCode(202)
  replay(@Param('appId') appId: string, @Body() body: unknown): Promise<Replay> {
    const { after, limit: most, dryRun, ...which } = valid(replayBody, body);
    return this.archive.replay(appId, which, after, most, dryRun);
  }
}
