import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenLocally } from './listen';
import { monotonicMs } from './monotonic';
import { Quota, type QuotaRule } from './quota-rule';
import { serve } from './serve';
import { WechatAnswers } from './wechat-answers';

/** A call about a product or an order. Those for tokens are answered and not kept. */
export interface Arrival {
  /** In ms, by the clock that all processes of this machine share. */
  readonly at: number;
  readonly appId: string;
  readonly accepted: boolean;
  readonly path: string;
  readonly body: string;
}

const TOO_MANY = JSON.stringify({ errcode: 300000, errmsg: 'too many calls' });
const OK = JSON.stringify({ errcode: 0, errmsg: 'ok' });
const TOKEN_PREFIX = 'token-of-';

let arrivals: Arrival[] = [];
let quota = new Quota({ kind: 'none' });
let answerAfterMs = 0;
const answers = new WechatAnswers();

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function answer(request: IncomingMessage): Promise<string> {
  const at = monotonicMs();
  const [path = '', query] = (request.url ?? '').split('?');
  if (path.endsWith('token')) {
    const { appid } = JSON.parse(await bodyOf(request)) as { appid: string };
    return JSON.stringify({ access_token: `${TOKEN_PREFIX}${appid}`, expires_in: 7_200 });
  }
  const accepted = quota.take(at);
  const appId = new URLSearchParams(query).get('access_token')?.slice(TOKEN_PREFIX.length) ?? '';
  const body = await bodyOf(request);
  arrivals.push({ at, appId, accepted, path, body });
  if (answerAfterMs > 0) await sleep(answerAfterMs);
  return accepted ? (answers.to(path, body) ?? OK) : TOO_MANY;
}

const commands = {
  /** A WeChat that says yes to everything within its quota, and stamps each call when it arrives. Answers its port. */
  open: () =>
    listenLocally(
      createServer((request, response) => {
        answer(request).then(
          (body) => response.setHeader('content-type', 'application/json').end(body),
          () => response.destroy(),
        );
      }),
    ),

  /** Forgets what has arrived. The quota counts from the next call on. */
  begin(rule: QuotaRule): void {
    arrivals = [];
    quota = new Quota(rule);
  },

  /** Takes so long over each answer from now on. */
  slowDown(ms: number): void {
    answerAfterMs = ms;
  },

  count: () => arrivals.length,

  /** What has arrived since it began, oldest first. */
  arrivals: () => arrivals,
};

export type WechatCommands = typeof commands;

serve(commands);
