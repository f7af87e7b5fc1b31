import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { CodedError, messageOf, withTraceparent, type Logger, type Metrics, type ServicePart } from '@tongbu/platform';
import { openPush, parsePush, pushAccountOf, verifyEcho, type Account, type Accounts } from '@tongbu/wechat';
import type { VerifiedCallback } from './callback-store';

export interface CallbackServerOptions {
  readonly host: string;
  readonly port: number;
  /** WeChat drops a connection after 5 s and repeats the push; we answer sooner, whatever happens. */
  readonly deadlineMs: number;
  /** WeChat's messages are about 1 KB; in compatible mode three times as much. */
  readonly bodyLimit: number;
}

export const defaultCallbackServer = { deadlineMs: 3_000, bodyLimit: 256 * 1024 };

type Answer = { readonly status: number; readonly body: string; readonly outcome: string };

const PATH = '/callbacks/:appId';
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

  constructor(
    private readonly options: CallbackServerOptions,
    private readonly accounts: Accounts,
    private readonly save: (callback: VerifiedCallback) => Promise<void>,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.answers = metrics.counter('callbacks_total', 'Requests from WeChat by outcome', ['method', 'outcome']);
    this.seconds = metrics.histogram('callback_seconds', 'Time to answer a callback', ['outcome']);
    this.server = fastify({
      bodyLimit: options.bodyLimit,
      // A sender that trickles its request must not hold a connection.
      requestTimeout: options.deadlineMs,
      connectionTimeout: options.deadlineMs * 2,
      forceCloseConnections: 'idle',
      exposeHeadRoutes: false,
    });
    this.server.removeAllContentTypeParsers();
    this.server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    this.server.setErrorHandler((error, request, reply) => this.fail(error, request, reply));
    this.server.setNotFoundHandler((request, reply) => this.send(request, reply, UNKNOWN_APP));
    this.server.get<{ Params: { appId: string } }>(PATH, (request, reply) =>
      this.send(request, reply, this.verify(request)),
    );
    this.server.post<{ Params: { appId: string } }>(PATH, async (request, reply) =>
      this.send(request, reply, await withTraceparent(undefined, () => this.receive(request))),
    );
  }

  async start(): Promise<void> {
    const url = await this.server.listen({ host: this.options.host, port: this.options.port });
    this.logger.info({ url }, 'waiting for callbacks');
  }

  async stop(): Promise<void> {
    await this.server.close();
  }

  /** Where it listens; the port when 0 was configured. */
  get port(): number | undefined {
    const address = this.server.server.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  private verify(request: FastifyRequest<{ Params: { appId: string } }>): Answer {
    const account = this.accounts.get(request.params.appId);
    if (account === undefined) return UNKNOWN_APP;
    const result = verifyEcho(queryOf(request), pushAccountOf(account).tokens);
    return result.ok ? { status: 200, body: result.echo, outcome: 'verified' } : refusal(result.reason);
  }

  private async receive(request: FastifyRequest<{ Params: { appId: string } }>): Promise<Answer> {
    const account = this.accounts.get(request.params.appId);
    if (account === undefined) return UNKNOWN_APP;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const opened = openPush({ account: pushAccountOf(account), query: queryOf(request), body });
    if (!opened.ok) return refusal(opened.reason);
    const { message, format } = opened;
    const callback = { appId: account.appId, message, format, push: parsePush(message, format) };
    return this.store(account, callback);
  }

  private async store(account: Account, callback: VerifiedCallback): Promise<Answer> {
    const event = callback.push.ok ? callback.push.push.event : '';
    try {
      await withDeadline(this.save(callback), this.options.deadlineMs);
    } catch (error) {
      // WeChat repeats what was not acknowledged.
      this.logger.error({ err: error, appId: account.appId, event }, `not stored: ${messageOf(error)}`);
      return { status: 503, body: 'try again', outcome: 'not-stored' };
    }
    this.logger.info({ appId: account.appId, event }, 'callback stored');
    return { status: 200, body: 'success', outcome: callback.push.ok ? 'stored' : 'stored-unreadable' };
  }

  private fail(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const status = statusOf(error);
    if (status >= 500) this.logger.error({ err: error }, `request failed: ${messageOf(error)}`);
    const outcome = status === 413 ? 'too-large' : status >= 500 ? 'failed' : 'bad-request';
    return this.send(request, reply, { status, body: 'refused', outcome });
  }

  private send(request: FastifyRequest, reply: FastifyReply, { status, body, outcome }: Answer): FastifyReply {
    this.answers.inc({ method: request.method, outcome });
    this.seconds.observe({ outcome }, reply.elapsedTime / 1000);
    return reply
      .code(status)
      .header('content-type', 'text/plain; charset=utf-8')
      .header('x-content-type-options', 'nosniff')
      .send(body);
  }
}

function queryOf(request: FastifyRequest): Record<string, unknown> {
  const { query } = request;
  return typeof query === 'object' && query !== null ? { ...query } : {};
}

function statusOf(error: unknown): number {
  if (typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode;
  }
  return 500;
}

async function withDeadline(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CodedError('store-late', `not stored within ${ms} ms`, true)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
