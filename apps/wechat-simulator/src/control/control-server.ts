import { messageOf } from '@tongbu/platform';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../accounts/app';
import { faultSchema } from '../faults/fault';
import type { Simulator } from '../simulator';
import { registerAccess } from './access-routes';
import { registerAftersales } from './aftersale-routes';
import { parameter, registerApps } from './app-routes';
import { registerClock } from './clock-routes';
import { ControlError, parseInput } from './control-error';
import { registerMerchantApplication } from './merchant-routes';
import { registerOrders } from './order-routes';
import { registerPromoters } from './promoter-routes';
import { registerSettings } from './settings-routes';
import { registerSharers } from './sharer-routes';
import { statsReport } from './stats-report';

const callsSchema = z.object({ limit: z.coerce.number().int().min(1).max(5_000).default(100) });
const faultIdSchema = z.object({ id: z.coerce.number().int() });

/** The listener that tests and people steer the simulator with. It has no authentication: loopback only. */
export function buildControlServer(simulator: Simulator): FastifyInstance {
  const server = Fastify({ forceCloseConnections: true });
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof ControlError) {
      const { status, code, message, field } = error;
      return reply.status(status).send({ error: code, message, ...(field === undefined ? {} : { field }) });
    }
    const status = clientErrorStatus(error);
    if (status !== undefined)
      return reply.status(status).send({ error: 'invalid', message: messageOf(error), field: 'body' });
    return reply.status(500).send({ error: 'internal', message: messageOf(error) });
  });
  server.setNotFoundHandler((request, reply) =>
    reply.status(404).send({ error: 'not-found', message: `no route ${request.method} ${request.url}` }),
  );

  const appOf = (request: FastifyRequest): App => {
    const app = simulator.apps.get(parameter(request, 'appId'));
    if (app === undefined) throw new ControlError(404, 'not-found', 'no such account', 'appId');
    return app;
  };
  registerApps(server, simulator, appOf);
  registerAccess(server, simulator, appOf);
  registerOrders(server, simulator, appOf);
  registerAftersales(server, simulator, appOf);
  registerMerchantApplication(server, simulator, appOf);
  registerPromoters(server, simulator, appOf);
  registerSharers(server, simulator, appOf);
  registerClock(server, simulator);
  registerSettings(server, simulator, appOf);

  server.post('/v1/faults', (request, reply) => {
    const fault = parseInput(faultSchema, request.body);
    if (fault.appId !== undefined && !simulator.apps.has(fault.appId)) {
      throw new ControlError(400, 'invalid', 'no such account', 'appId');
    }
    return reply.status(201).send(simulator.faults.add(fault));
  });
  server.get('/v1/faults', () => simulator.faults.all());
  server.delete('/v1/faults', (_request, reply) => {
    simulator.faults.clear();
    return reply.status(204).send();
  });
  server.delete('/v1/faults/:id', (request, reply) => {
    const { id } = parseInput(faultIdSchema, request.params);
    if (!simulator.faults.remove(id)) throw new ControlError(404, 'not-found', 'no such fault', 'id');
    return reply.status(204).send();
  });
  server.get('/v1/stats', () => statsReport(simulator));
  server.get('/v1/calls', (request) => simulator.calls.latest(parseInput(callsSchema, request.query).limit));
  server.get('/v1/apps/:appId/callbacks', (request) =>
    simulator.pusher.log
      .of(appOf(request).appId)
      .map(({ event, time, messageHash, fault, attempts, state }) => ({
        event,
        time,
        messageHash,
        fault: fault ?? null,
        attempts,
        state,
      })),
  );
  server.post('/v1/reset', (_request, reply) => {
    simulator.reset();
    return reply.status(204).send();
  });
  return server;
}

/** Status of an error that the framework blames on the request, such as a body that is not JSON. */
function clientErrorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}
