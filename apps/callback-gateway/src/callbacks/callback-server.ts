import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  messageOf,
  startTrace,
  type Logger,
  type Metrics,
  type ServicePart,
  withDeadline,
} from '@tongbu/platform';
import { openPush, pushAccountOf, verifyEcho, type Accounts, type PushAccount } from '@tongbu/wechat';
import { readCallback, type Callback } from './callback';
import type { StoreOutcome } from './callback-store';

export interface CallbackServerOptions {
  readonly host: string;
  readonly port: number;
  /** WeChat drops a connection after 5 s and repeats the push; we answer sooner, whatever happens. */
  readonly deadlineMs: number;
  /** WeChat's messages are about 1 KB; in compatible mode three times as much. */
  readonly bodyLimit: number;
  /** How long, once asked to stop, it goes on answering and sends everybody away before it closes. */
  readonly drainMs: number;
}

export const defaultCallbackServer = { deadlineMs: 3_000, bodyLimit: 256 * 1024, drainMs: 1_000 };

type Answer = { readonly status: number; readonly body: string; readonly outcome: string };
type CallbackRequest = FastifyRequest<{ Querystring: Readonly<Record<string, unknown>> }>;

declare module 'fastify' {
  interface FastifyRequest {
    /** When its head had arrived, as `performance.now()` tells it; 0 for what is refused before that is noted. */
    arrivedAt: number;
  }
}

/** WeChat needs a few dozen; this bounds what bodies that are still being sent can take of the memory. */
const MAX_CONNECTIONS = 2_000;
/** One answer to every refusal: a sender learns nothing about what was wrong. */
const refusal = (outcome: string): Answer => ({ status: 403, body: 'refused', outcome });
const UNKNOWN_APP: Answer = { status: 404, body: 'not found', outcome: 'unknown-app' };

/**
 * The address WeChat calls, and nothing else: verification by GET, deliveries by POST, a path for each mini program.
 * A delivery is verified, decrypted, stored, and only then acknowledged. What cannot be stored is not acknowledged.
 */
export class CallbackServer implements ServicePart {
  readonly name = 'callback-server';
  private readonly server: FastifyInstance;
  private readonly answers;
  private readonly seconds;
  private draining = false;

  constructor(
    private readonly options: CallbackServerOptions,
    accounts: Accounts,
    private readonly save: (callback: Callback, traceparent: string) => Promise<StoreOutcome>,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.answers = metrics.counter('callbacks_total', 'Requests from WeChat by outcome', [
      'method',
      'outcome',
    ]);
    this.seconds = metrics.histogram('callback_seconds', 'Time to answer a callback', ['outcome']);
    const { bodyLimit, deadlineMs } = options;
    this.server = fastify({
      bodyLimit,
      // A sender that trickles its request must not hold a connection. Node looks every 30 s unless told otherwise.
      requestTimeout: deadlineMs,
      http: { headersTimeout: deadlineMs, connectionsCheckingInterval: deadlineMs / 6 },
      connectionTimeout: deadlineMs * 2,
      forceCloseConnections: 'idle',
      // What still arrives while it closes is answered like any other.
      return503OnClosing: false,
      exposeHeadRoutes: false,
      frameworkErrors: (error, request, reply) => this.fail(error, request, reply),
      clientErrorHandler: (error, socket) => this.refuseConnection(error, socket),
    });
    this.server.server.maxConnections = MAX_CONNECTIONS;
    this.server.removeAllContentTypeParsers();
    this.server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    // Fastify's own `elapsedTime` takes listeners to the end of each answer, which cost more than this.
    this.server.decorateRequest('arrivedAt', 0);
    this.server.addHook('onRequest', (request, _reply, done) => {
      request.arrivedAt = performance.now();
      done();
    });
    this.server.setErrorHandler((error, request, reply) => this.fail(error, request, reply));
    this.server.setNotFoundHandler((request, reply) => this.send(request, reply, UNKNOWN_APP));
    for (const account of accounts.all()) this.serve(pushAccountOf(account));
  }

  /** A path of its own is found sooner than one with a parameter. */
  private serve(account: PushAccount): void {
    const path = `/callbacks/${account.appId}`;
    this.server.get(path, (request: CallbackRequest, reply) =>
      this.send(request, reply, this.verify(account, request)),
    );
    this.server.post(path, async (request: CallbackRequest, reply) =>
      this.send(request, reply, await this.receive(account, request)),
    );
  }

  async start(): Promise<void> {
    const url = await this.server.listen({ host: this.options.host, port: this.options.port });
    this.logger.info({ url }, 'waiting for callbacks');
  }

  /** A sender whose connection is closed on it cannot tell whether it was heard: all are told to leave first. */
  async stop(): Promise<void> {
    this.draining = true;
    await sleep(this.options.drainMs);
    await this.server.close();
  }

  /** Where it listens; the port when 0 was configured. */
  get port(): number | undefined {
    const address = this.server.server.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  private verify(account: PushAccount, request: CallbackRequest): Answer {
    const result = verifyEcho(request.query, account.tokens);
    return result.ok ? { status: 200, body: result.echo, outcome: 'verified' } : refusal(result.reason);
  }

  private async receive(account: PushAccount, request: CallbackRequest): Promise<Answer> {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const opened = openPush({ account, query: request.query, body });
    if (!opened.ok) return refusal(opened.reason);
    const callback = readCallback(account.appId, opened);
    return this.store(callback, this.options.deadlineMs - elapsedMs(request));
  }

  private async store(callback: Callback, withinMs: number): Promise<Answer> {
    const { appId, event, hash } = callback;
    const { traceId, traceparent } = startTrace();
    try {
      const outcome = await withDeadline(
        this.save(callback, traceparent),
        withinMs,
        'store-late',
        'the database did not answer in time',
      );
      this.logger[LEVELS[outcome]]({ traceId, appId, event, hash }, `callback ${outcome}`);
      return { status: 200, body: 'success', outcome };
    } catch (error) {
      // WeChat repeats what was not acknowledged. A database's error object holds the message: only its text is logged.
      this.logger.error(
        { traceId, appId, event, hash, code: codeOf(error) },
        `not stored: ${messageOf(error)}`,
      );
      return { status: 503, body: 'try again', outcome: 'not-stored' };
    }
  }

  private fail(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const status = statusOf(error);
    if (status >= 500)
      this.logger.error({ code: codeOf(error) }, `request failed without an answer: ${messageOf(error)}`);
    const outcome = status === 413 ? 'too-large' : status >= 500 ? 'failed' : 'bad-request';
    this.send(request, reply, { status, body: 'refused', outcome });
  }

  /** What never became a request: not HTTP, too slow, or with more than 16 KB of address and headers. */
  private refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
    if (error.code !== 'ECONNRESET' && socket.writable) {
      const [status, outcome] = CONNECTION_ERRORS[error.code ?? ''] ?? ['400 Bad Request', 'bad-request'];
      this.answers.inc({ method: 'none', outcome });
      socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 7\r\n\r\nrefused`);
    }
    socket.destroy();
  }

  private send(request: FastifyRequest, reply: FastifyReply, { status, body, outcome }: Answer): void {
    this.answers.inc({ method: request.method, outcome });
    this.seconds.observe({ outcome }, elapsedMs(request) / 1000);
    // A reply as simple as this needs nothing of what Fastify does to one. Fastify would also have the connection of what is too
    // large closed at once. It would be reset under a sender that is still sending, and the answer lost: what comes is thrown
    // away instead, for as long as a request may take.
    reply.hijack();
    if (this.draining) reply.raw.setHeader('connection', 'close');
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-length': Buffer.byteLength(body),
    };
    reply.raw.writeHead(status, headers).end(body);
  }
}

/** Each that is stored is counted and kept with its time; only what is unlike the rest is worth a line of everybody's log. */
const LEVELS: Readonly<Record<StoreOutcome, 'debug' | 'info' | 'warn'>> = {
  stored: 'debug',
  repeated: 'info',
  unpublished: 'warn',
};

function elapsedMs({ arrivedAt }: FastifyRequest): number {
  return arrivedAt > 0 ? performance.now() - arrivedAt : 0;
}

const CONNECTION_ERRORS: Readonly<Record<string, readonly [status: string, outcome: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'too-slow'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'too-large'],
};

function statusOf(error: unknown): number {
  const given =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof given === 'number' ? given : 500;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
