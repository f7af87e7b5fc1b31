import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Res, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, messageOf, openapi, type Database, type Logger } from '@tongbu/platform';
import type { FastifyReply } from 'fastify';
import { DATABASE, LOGGER } from '../tokens';
import { wantedEvents } from './wanted-events';

/** The catalogue as the merchant wants it, to be published elsewhere. */
@Controller('v1/apps/:appId/catalogue.ndjson')
@UseGuards(ApiKeyGuard)
export class CatalogueController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** An answer that breaks off is not complete. */
  @Get()
  async read(@Param('appId') appId: string, @Res() reply: FastifyReply): Promise<void> {
    await reply
      .header('content-type', 'application/x-ndjson')
      .header('cache-control', 'no-store')
      .send(Readable.from(this.lines(appId)));
  }

  private async *lines(appId: string): AsyncGenerator<string> {
    try {
      for await (const events of wantedEvents(this.database, appId)) {
        const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
        if (lines !== '') yield lines;
      }
    } catch (error) {
      this.logger.warn({ appId }, `catalogue broken off: ${messageOf(error)}`);
      throw error;
    }
  }
}

export const cataloguePaths: Readonly<Record<string, object>> = {
  '/v1/apps/{appId}/catalogue.ndjson': {
    parameters: [openapi.parameter('appId')],
    get: {
      operationId: 'export-catalogue',
      summary: 'What the merchant wants, as the events that would bring it about',
      description:
        'Brands and categories first, then products, without those deleted or whose review was withdrawn. Each line is an ' +
        'object with `type`, `subject` and `data` of an event of `merchant.catalog`. One that breaks off is not complete.',
      responses: {
        '200': {
          description: 'One JSON object a line',
          content: { 'application/x-ndjson': { schema: openapi.text } },
        },
        ...openapi.FAILURES,
      },
    },
  },
};
