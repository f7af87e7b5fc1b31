import Fastify, { type FastifyInstance } from 'fastify';
import type { Dispatcher } from './api/dispatcher';
import type { Scheduler } from './time/scheduler';

const BODY_LIMIT = 12 * 1024 * 1024;

/** The listener that stands where api.weixin.qq.com would. */
export function buildApiServer(dispatcher: Dispatcher, scheduler: Scheduler): FastifyInstance {
  const server = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.all('/*', (request, reply) => {
    const url = new URL(request.url, 'http://localhost');
    const answer = dispatcher.handle({
      // A listener on both families writes IPv4 addresses as IPv6 ones.
      ip: request.ip.replace(/^::ffff:/, ''),
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      contentType: request.headers['content-type'] ?? '',
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    });
    if (answer.kind === 'silence') {
      reply.hijack();
      const cut = () => request.raw.socket.destroy();
      if (answer.afterMs === 0) cut();
      else scheduler.after(answer.afterMs, cut);
      return reply;
    }
    const send = () => void reply.status(answer.status).type(answer.contentType).send(answer.body);
    if (answer.afterMs === 0) send();
    else scheduler.after(answer.afterMs, send);
    return reply;
  });
  return server;
}
