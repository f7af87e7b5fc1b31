import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../accounts/app';
import type { Live, Promoter } from '../promoters/promoter';
import type { Simulator } from '../simulator';
import { parameter } from './app-routes';
import { checkoutReport } from './checkout-report';
import { ControlError, demand, parseInput } from './control-error';

const filled = z.string().min(1);
const nothing = z.strictObject({});
const addSchema = z.strictObject({
  finderNickname: filled,
  promoterId: filled.optional(),
  promoterOpenid: filled.optional(),
});
const renameSchema = z.strictObject({ finderNickname: filled });
const liveSchema = z.strictObject({ promoterId: filled });
const visitSchema = z.strictObject({ openid: filled, sharerOpenid: filled.optional() });

/** Promoters, which only the console binds, and their broadcasts. */
export function registerPromoters(
  server: FastifyInstance,
  { promoters, orderBuyer }: Simulator,
  appOf: (request: FastifyRequest) => App,
): void {
  const base = '/v1/apps/:appId/promoters';
  const lives = '/v1/apps/:appId/lives';

  server.get(base, (request) => [...appOf(request).promoters.values()]);
  server.post(base, (request, reply) => {
    const app = appOf(request);
    const { finderNickname, ...ids } = parseInput(addSchema, request.body);
    if (ids.promoterId !== undefined && app.promoters.has(ids.promoterId))
      throw new ControlError(409, 'exists', 'there is such a promoter: bind it again', 'promoterId');
    return reply.status(201).send(promoters.add(app, finderNickname, ids));
  });
  const bind = (name: string, bound: boolean) =>
    server.post(`${base}/:promoterId/${name}`, (request) => {
      parseInput(nothing, request.body);
      const app = appOf(request);
      const promoter = requirePromoter(app, parameter(request, 'promoterId'));
      demand(promoters.bind(app, promoter, bound));
      return promoter;
    });
  bind('bind', true);
  bind('unbind', false);
  server.post(`${base}/:promoterId/rename`, (request) => {
    const app = appOf(request);
    const promoter = requirePromoter(app, parameter(request, 'promoterId'));
    promoters.rename(app, promoter, parseInput(renameSchema, request.body).finderNickname);
    return promoter;
  });

  server.get(lives, (request) => [...appOf(request).lives.values()].map(liveReport));
  server.post(lives, (request, reply) => {
    const app = appOf(request);
    const promoter = requireBound(app, parseInput(liveSchema, request.body).promoterId);
    return reply.status(201).send(liveReport(promoters.goLive(app, promoter)));
  });
  server.post(`${lives}/:liveId/end`, (request) => {
    parseInput(nothing, request.body);
    const app = appOf(request);
    const live = requireLive(app, parameter(request, 'liveId'));
    demand(promoters.endLive(app, live));
    return liveReport(live);
  });
  /** A user begins a checkout in the broadcast, perhaps over a sharer's card. */
  server.post(`${lives}/:liveId/visits`, (request, reply) => {
    const app = appOf(request);
    const live = requireLive(app, parameter(request, 'liveId'));
    const { openid, sharerOpenid } = parseInput(visitSchema, request.body);
    if (sharerOpenid !== undefined && app.sharers.find(sharerOpenid)?.state !== 'bound')
      throw new ControlError(409, 'wrong-state', 'the sharer is not bound', 'sharerOpenid');
    const promoter = requirePromoter(app, live.promoterId);
    const traceId = orderBuyer.checkOut(app, openid, {
      promoterId: promoter.promoterId,
      promoterOpenid: promoter.promoterOpenid,
      finderNickname: promoter.finderNickname,
      sharerOpenid,
      liveStartTime: Math.floor(live.startTime.getTime() / 1_000),
    });
    return reply.status(201).send(checkoutReport(app, traceId));
  });
}

/** The promoter with this id, while it is bound. */
export function requireBound(app: App, promoterId: string): Promoter {
  const promoter = requirePromoter(app, promoterId);
  if (!promoter.bound) throw new ControlError(409, 'wrong-state', 'the promoter is not bound', 'promoterId');
  return promoter;
}

function requirePromoter(app: App, promoterId: string): Promoter {
  const promoter = app.promoters.get(promoterId);
  if (promoter === undefined) throw new ControlError(404, 'not-found', 'no such promoter', 'promoterId');
  return promoter;
}

function requireLive(app: App, liveId: string): Live {
  const live = app.lives.get(liveId);
  if (live === undefined) throw new ControlError(404, 'not-found', 'no such broadcast', 'liveId');
  return live;
}

function liveReport(live: Live): object {
  return { ...live, endTime: live.endTime ?? null };
}
