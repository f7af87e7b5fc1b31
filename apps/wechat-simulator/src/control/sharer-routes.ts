import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../accounts/app';
import type { Refusal } from '../api/result';
import { CARD_KINDS } from '../callbacks/sharer-events';
import { strangerOf, type Sharer } from '../sharers/sharer';
import type { Simulator } from '../simulator';
import { parameter } from './app-routes';
import { ControlError, demand, parseInput } from './control-error';
import { requireBound } from './promoter-routes';

const nothing = z.strictObject({});
const personSchema = z.strictObject({
  nickname: z.string().min(1).optional(),
  refusesInvitations: z.boolean().optional(),
  otherMiniPrograms: z.number().int().min(0).max(5).optional(),
});
const refuseSchema = z.strictObject({ forGood: z.boolean().default(false) });
const cardSchema = z.strictObject({
  kind: z.literal(['live', 'product', 'shop-window'] satisfies (keyof typeof CARD_KINDS)[]),
  promoterId: z.string().min(1),
});

/** Users whom a mini program invites, and what they answer and do. */
export function registerSharers(
  server: FastifyInstance,
  { sharerBindings }: Simulator,
  appOf: (request: FastifyRequest) => App,
): void {
  const base = '/v1/apps/:appId/sharers';
  const sharerOf = (request: FastifyRequest): Sharer => {
    const sharer = appOf(request).sharers.find(parameter(request, 'openid'));
    if (sharer === undefined)
      throw new ControlError(404, 'not-found', 'nobody has invited the user', 'openid');
    return sharer;
  };
  const action = (name: string, change: (app: App, sharer: Sharer, body: unknown) => Refusal | undefined) =>
    server.post(`${base}/:openid/${name}`, (request) => {
      const sharer = sharerOf(request);
      demand(change(appOf(request), sharer, request.body));
      return sharerReport(sharer);
    });
  const bare = (name: string, change: (app: App, sharer: Sharer) => Refusal | undefined) =>
    action(name, (app, sharer, body) => {
      parseInput(nothing, body);
      return change(app, sharer);
    });

  server.get(base, (request) => appOf(request).sharers.all().map(sharerReport));
  server.get(`${base}/:openid`, (request) => sharerReport(sharerOf(request)));
  server.put(`${base}/:openid`, (request) => {
    const app = appOf(request);
    const openid = parameter(request, 'openid');
    const given = Object.entries(parseInput(personSchema, request.body));
    const sharer = app.sharers.find(openid) ?? strangerOf(openid);
    Object.assign(sharer, Object.fromEntries(given.filter(([, value]) => value !== undefined)));
    app.sharers.put(sharer);
    app.revision.advance();
    return sharerReport(sharer);
  });
  bare('accept', (app, sharer) => sharerBindings.accept(app, sharer));
  action('refuse', (app, sharer, body) =>
    sharerBindings.refuse(app, sharer, parseInput(refuseSchema, body).forGood),
  );
  bare('expire', (app, sharer) => sharerBindings.expire(app, sharer));
  bare('leave', (app, sharer) => sharerBindings.end(app, sharer));
  server.post(`${base}/:openid/cards`, (request) => {
    const app = appOf(request);
    const sharer = sharerOf(request);
    const { kind, promoterId } = parseInput(cardSchema, request.body);
    return { pushed: sharerBindings.makeCard(app, sharer, kind, requireBound(app, promoterId)) };
  });
}

function sharerReport(sharer: Sharer): object {
  return { ...sharer, expiresAt: sharer.expiresAt ?? null, boundAt: sharer.boundAt ?? null };
}
