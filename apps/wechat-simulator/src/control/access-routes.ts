import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { allTasksDeclared } from '../access/access-tasks';
import { sceneStatusOf } from '../access/register-view';
import { SCENE_CHECKS, SCENES } from '../access/scenes';
import type { App } from '../accounts/app';
import type { Refusal } from '../api/result';
import type { Simulator } from '../simulator';
import { parameter, verdictSchema } from './app-routes';
import { ControlError, demand, parseInput } from './control-error';

const nothing = z.strictObject({});
const withdrawSchema = z.strictObject({
  /** Whether a new application by the interface is refused as "joined already". */
  refuseReapplication: z.boolean().default(false),
});
const banSchema = z.strictObject({ reason: z.string().min(1) });
const checks = z.literal(SCENE_CHECKS.map(({ id }) => id));
const sceneVerdictSchema = verdictSchema.safeExtend({ failedChecks: z.array(checks).min(1).optional() });
const sceneSchema = z.coerce.number().int();

/** The way of an account to selling: what the administrator, the platform and the console do about it. */
export function registerAccess(
  server: FastifyInstance,
  { registrations, sceneReviews }: Simulator,
  appOf: (request: FastifyRequest) => App,
): void {
  const base = '/v1/apps/:appId/access';
  const action = (name: string, change: (app: App, body: unknown) => Refusal | undefined) =>
    server.post(`${base}/${name}`, (request) => {
      const app = appOf(request);
      demand(change(app, request.body));
      return accessReport(app);
    });
  const bare = (name: string, change: (app: App) => Refusal | undefined) =>
    action(name, (app, body) => {
      parseInput(nothing, body);
      return change(app);
    });

  server.get(base, (request) => accessReport(appOf(request)));
  bare('apply', (app) => registrations.applyInConsole(app));
  bare('confirm', (app) => registrations.confirm(app));
  bare('lapse', (app) => registrations.lapse(app));
  action('withdraw', (app, body) =>
    registrations.withdraw(app, parseInput(withdrawSchema, body).refuseReapplication),
  );
  action('ban', (app, body) => registrations.ban(app, parseInput(banSchema, body).reason));
  bare('lift-ban', (app) => registrations.liftBan(app));
  bare('release', (app) => {
    registrations.release(app);
    return undefined;
  });
  server.post('/v1/apps/:appId/scenes/:sceneGroup/audit', (request) => {
    const app = appOf(request);
    const sceneGroup = parseInput(sceneSchema, parameter(request, 'sceneGroup'));
    const review = app.access.scenes.get(sceneGroup);
    if (review === undefined)
      throw new ControlError(404, 'not-found', 'no such scene was applied for', 'sceneGroup');
    demand(sceneReviews.settle(app, review, parseInput(sceneVerdictSchema, request.body)));
    return accessReport(app);
  });
}

function accessReport(app: App): object {
  const { access } = app;
  return {
    registration: access.registration,
    confirmBy: access.confirmBy ?? null,
    openedAt: access.openedAt ?? null,
    releasedAt: access.releasedAt ?? null,
    banReason: access.banReason,
    refusesReapplication: access.refusesReapplication,
    repeatedApplications: access.repeatedApplications,
    seen: [...access.seen],
    declared: [...access.declared],
    allDeclared: allTasksDeclared(access),
    scenes: SCENES.map(({ id, name }) => {
      const { due, reason = '', failedChecks = [] } = access.scenes.get(id) ?? {};
      const status = sceneStatusOf(app, id);
      return { sceneGroup: id, name, status, reason, failedChecks, due: due ?? null };
    }),
  };
}
