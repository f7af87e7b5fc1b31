import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Inject, Param, Query, Res, UseGuards } from '@nestjs/common';
import {
  ApiKeyGuard,
  messageOf,
  notFound,
  ProblemException,
  valid,
  type Clock,
  type Logger,
} from '@tongbu/platform';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { SHARING_LIMITS } from '../sharers/sharer.limits';
import { CLOCK, LOGGER } from '../tokens';
import { COMMISSION_HEAD, commissionLines } from './commission-csv';
import { commissionRecords, RecordsInterrupted } from './commission-records';
import { SharingChannel } from './sharing-channel';

const pageOf = (longest: number) =>
  z.object({
    page: z.coerce.number().int().min(1).default(1),
    pageSize: z.coerce.number().int().min(1).max(longest).default(longest),
  });
const moment = z.iso
  .datetime({ offset: true, error: 'expected an RFC 3339 time with an offset' })
  .transform((time) => new Date(time));
const period = z
  .object({ from: moment, to: moment })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'expected a time after from' });
/** Somebody waits for one page at most this long. */
const PAGE_WITHIN_MS = 8_000;
const SHORTEST_WAIT_MS = 20;
/** WeChat documentation: the openid is of nobody who was a sharer. */
const UNKNOWN_USER: readonly number[] = [990001, 990002];

/** What WeChat knows of promoters, sharers and their sales, as it is now. */
@Controller('v1/apps/:appId')
@UseGuards(ApiKeyGuard)
export class SharingController {
  constructor(
    @Inject(SharingChannel) private readonly channel: SharingChannel,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('sharing-limits')
  async limits(@Param('appId') appId: string) {
    const { total } = await this.read(appId, (call) => this.channel.sharers(call, { page: 1, pageSize: 1 }));
    const left = Math.max(0, SHARING_LIMITS.sharersPerMiniProgram - total);
    return { ...SHARING_LIMITS, sharersBound: total, sharersLeft: left };
  }

  @Get('promoters')
  async promoters(@Param('appId') appId: string, @Query() query: unknown) {
    return this.read(appId, (call) => this.channel.promoters(call, valid(pageOf(20), query)));
  }

  @Get('bound-sharers')
  async sharers(@Param('appId') appId: string, @Query() query: unknown) {
    return this.read(appId, (call) => this.channel.sharers(call, valid(pageOf(100), query)));
  }

  @Get('bound-sharers/:openId/sales')
  async sales(@Param('appId') appId: string, @Param('openId') openId: string) {
    return this.read(appId, (call) => this.channel.sales(call, openId));
  }

  @Get('bound-sharers/:openId/lives')
  async lives(@Param('appId') appId: string, @Param('openId') openId: string, @Query() query: unknown) {
    return this.read(appId, (call) => this.channel.lives(call, openId, valid(pageOf(20), query)));
  }

  @Get('bound-sharers/:openId/lives/:liveId/orders')
  async liveOrders(
    @Param('appId') appId: string,
    @Param('openId') openId: string,
    @Param('liveId') liveId: string,
    @Query() query: unknown,
  ) {
    const page = valid(pageOf(20), query);
    return this.read(appId, (call) => this.channel.liveOrders(call, openId, liveId, page));
  }

  /** The first page is read before the answer begins, so that a refusal is one; later the answer breaks off. */
  @Get('commissions.csv')
  async commissions(
    @Param('appId') appId: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wanted = valid(period, query);
    const pages = commissionRecords(
      {
        longestUnpaidMs: this.channel.longestUnpaidMs(appId),
        orders: (created, page) => this.channel.orders(this.call(appId, 'backfill'), created, page),
        pause: (ms) => sleep(ms),
        now: () => this.clock.now(),
      },
      wanted,
    );
    const first = await pages.next().catch((error: unknown) => {
      throw error instanceof RecordsInterrupted ? refusal(error.error) : error;
    });
    const warn = (error: unknown) =>
      this.logger.warn({ appId }, `commissions broken off: ${messageOf(error)}`);
    async function* text(): AsyncGenerator<string> {
      yield COMMISSION_HEAD;
      if (first.done !== true) yield commissionLines(first.value);
      try {
        for await (const orders of pages) yield commissionLines(orders);
      } catch (error) {
        warn(error);
        throw error;
      }
    }
    await reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', 'attachment; filename="commissions.csv"')
      .header('cache-control', 'no-store')
      .send(Readable.from(text()));
  }

  /** A turn in WeChat's quota that comes in time is waited for. */
  private async read<T>(appId: string, ask: (call: ChannelCall) => Promise<ChannelResult<T>>): Promise<T> {
    const until = this.clock.now().getTime() + PAGE_WITHIN_MS;
    const call = this.call(appId);
    for (;;) {
      const result = await ask(call);
      if (result.ok) return result.value;
      const { error } = result;
      const turn = error.kind === 'not-sent' ? error.retryAt?.getTime() : undefined;
      if (turn === undefined || turn >= until) throw refusal(error);
      await sleep(Math.max(turn - this.clock.now().getTime(), SHORTEST_WAIT_MS));
    }
  }

  private call(appId: string, lane: ChannelCall['lane'] = 'content'): ChannelCall {
    return { appId, lane, notAfter: this.clock.monotonic() + PAGE_WITHIN_MS };
  }
}

function refusal(error: Extract<ChannelResult<never>, { ok: false }>['error']): ProblemException {
  if (error.kind !== 'refused' || error.class !== 'permanent') {
    const detail = `WeChat cannot be asked now (${error.kind}: ${'reason' in error ? error.reason : error.class}). Try again soon.`;
    return new ProblemException(503, 'unavailable', 'Not available now', detail);
  }
  if (UNKNOWN_USER.includes(error.code)) return notFound('sharer with this openid');
  const { meaning, meaningZh, fix, fixZh } = error.explanation;
  return new ProblemException(502, 'refused-by-wechat', 'WeChat refused', `${meaning} ${fix}`, {
    problems: [{ code: String(error.code), message: meaning, messageZh: meaningZh, fix, fixZh }],
  });
}
