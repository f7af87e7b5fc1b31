import { eventually } from '@tongbu/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Scene } from '../fault';

interface ArmedOptions {
  readonly name: string;
  readonly summary: string;
  /** As the simulator's control API takes it. */
  readonly fault: object;
  /** How often it has to strike to show anything. */
  readonly least?: number;
  readonly limitMs?: number;
}

/** On a slow machine the load is over before WeChat is asked for the first time. */
const STRIKES_WITHIN_MS = 30_000;

/** WeChat misbehaves towards one mini program, in a way that the simulator knows, until it has done so often enough. */
function wechatFault({ name, summary, fault, least = 3, limitMs }: ArmedOptions): Fault {
  return {
    name,
    summary,
    harms: 'mini-program',
    limitMs,
    async strike({ wechat, load }) {
      const armed = await wechat.arm(fault);
      await load.reaches(0.8);
      await eventually(async () => (await armed.struck()) >= least, {
        timeoutMs: STRIKES_WITHIN_MS,
        intervalMs: 200,
      }).catch(() => undefined);
      return armed.end();
    },
  };
}

/** For a while every call fails, then all is well again. */
function burst(name: string, summary: string, fault: object, ms: number): Fault {
  return {
    name,
    summary,
    harms: 'mini-program',
    async strike({ wechat, load, random }: Scene) {
      await load.reaches(0.1 + 0.4 * random.next());
      const armed = await wechat.arm({ ...fault, probability: 1 });
      await eventually(async () => (await armed.struck()) > 0, { timeoutMs: STRIKES_WITHIN_MS });
      await sleep(ms);
      return armed.end();
    },
  };
}

export const answerLost = wechatFault({
  name: 'answer-lost',
  summary: 'one call in ten is applied, and its answer does not come',
  fault: { kind: 'applied-but-timed-out', probability: 0.1, ms: 11_000 },
  limitMs: 120_000,
});
export const answerReset = wechatFault({
  name: 'connection-reset',
  summary: 'one call in five is cut off',
  fault: { kind: 'reset', probability: 0.2 },
});
export const answerHtml = wechatFault({
  name: 'html-answer',
  summary: 'one call in five is answered with a web page and status 200',
  fault: { kind: 'html', probability: 0.2 },
});
export const serverError = burst(
  'http-500-burst',
  'every call is answered with HTTP 500 for 3 s',
  { kind: 'http-500' },
  3_000,
);
export const systemError = burst(
  'system-error-burst',
  'every call is answered -1 for 4 s',
  { kind: 'system-error' },
  4_000,
);
export const wechatAway = burst(
  'wechat-hangs',
  'every call hangs for 5 s and is cut off',
  { kind: 'hang', ms: 5_000 },
  4_000,
);
export const tooOftenAMinute = wechatFault({
  name: 'quota-minute',
  summary: '45011: too many price changes this minute, twice',
  fault: { kind: 'minute', path: '/shop/spu/update_without_audit', times: 2 },
  least: 1,
  limitMs: 150_000,
});
export const tooOftenAtOnce = wechatFault({
  name: 'quota-burst',
  summary: '300000: too many calls at once, ten times',
  fault: { kind: 'burst', times: 10 },
});
export const notSubmitted = wechatFault({
  name: 'not-submitted',
  summary: 'the first three adds and updates are stored and do not reach the reviewers',
  fault: { kind: 'not-submitted', times: 3 },
});

/** More often than a load on a quick machine lasts; on a slow one a token would hardly outlive a call, and the load never end. */
const TOKENS_TAKEN = 60;

/** Somebody else takes tokens by force, which ends ours each time. */
export const tokenTaken: Fault = {
  name: 'token-invalidated',
  summary: 'another program ends the token by force, again and again under load',
  harms: 'mini-program',
  async strike({ field, appId, load }) {
    let times = 0;
    while (!load.isOver && times < TOKENS_TAKEN) {
      await forceToken(field.wechatUrl, field.account(appId));
      times += 1;
      await sleep(400);
    }
    return times;
  },
};

async function forceToken(url: string, { appId, secret }: { appId: string; secret: string }): Promise<void> {
  const answer = await fetch(`${url}/cgi-bin/stable_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret, force_refresh: true }),
  });
  const { access_token } = (await answer.json()) as { access_token?: string };
  if (access_token === undefined) throw new Error('the token was not taken');
}
