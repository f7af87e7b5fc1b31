import { createHash } from 'node:crypto';
import { Client } from 'pg';
import type { Fault, Scene } from '../../fault';
import { GATEWAY } from '../../field/field';
import type { Finding } from '../../judging/finding';
import { renderRows } from '../../report/rows';
import { Attacks, type Attack } from './attack';
import { judgeAttacks, judgeStored, wrong, type AttackResult } from './judge-attacks';
import { MemoryWatch } from './memory';

const AT_ONCE = 10;
const REPLAYS = 20;

/** Requests that WeChat would never send, while the load goes on: each refused, nothing stored, no crash, memory flat. */
export function gatewaySecurity(): Fault {
  let results: AttackResult[] = [];
  let replay: readonly number[] = [];
  let message = '';
  let pid = 0;
  return {
    name: 'gateway-security',
    summary: 'forged, replayed, altered, huge, malformed and slow requests to the gateway',
    harms: 'everybody',
    async strike({ field, appId }) {
      const attacks = new Attacks(field.gateway.url, field.account(appId));
      ({ pid } = field.fleet.one(GATEWAY));
      ({ message } = attacks);
      try {
        // What a process needs once, for so many requests of each kind at a time, is no growth.
        for (const attack of attacks.all()) if (attack.name !== 'slow-loris') await perform(attack);
        replay = await Promise.all(Array.from({ length: REPLAYS }, () => attacks.pushCorrectly()));
        const memory = new MemoryWatch(pid);
        const before = memory.highestMb();
        results = [];
        for (const attack of attacks.all()) {
          const { statuses, slowestMs } = await perform(attack);
          results.push({ attack, statuses, slowestMs, growthMb: memory.highestMb() - before });
        }
        memory.stop();
      } finally {
        attacks.close();
      }
      return results.reduce((sum, { attack }) => sum + attack.tries, 0);
    },
    check: async (scene) => [
      ...judgeAttacks(results),
      ...(scene.field.fleet.one(GATEWAY).pid === pid
        ? []
        : [wrong(GATEWAY, 'is another process than before')]),
      ...(replay.every((status) => status === 200)
        ? []
        : [wrong('replay', `answered ${[...new Set(replay)].join(', ')}`)]),
      ...(await storedBesides(scene, message)),
    ],
    details: () => renderRows(HEAD, results.map(rowOf)),
  };
}

async function perform({ tries, send, name }: Attack): Promise<Pick<AttackResult, 'statuses' | 'slowestMs'>> {
  const statuses = new Map<number, number>();
  let [left, slowestMs] = [tries, 0];
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const startedAt = performance.now();
      const status = await send();
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  // Whoever trickles does so on all connections at once.
  await Promise.all(Array.from({ length: name === 'slow-loris' ? tries : AT_ONCE }, worker));
  return { statuses, slowestMs };
}

/** Everything the gateway keeps of this mini program must be what WeChat pushed, or the one message that was correct. */
async function storedBesides({ field, appId, wechat }: Scene, message: string): Promise<Finding[]> {
  const pushed = new Set((await wechat.callbacks()).map(({ messageHash }) => messageHash));
  const correct = createHash('sha256').update(message).digest('hex');
  const sql = new Client({ connectionString: field.database.url });
  await sql.connect();
  try {
    const { rows } = await sql.query<{ hash: string; event: string }>(
      `SELECT hash, event FROM callback_gateway.callbacks WHERE app_id = $1`,
      [appId],
    );
    return judgeStored(rows, pushed, correct);
  } finally {
    await sql.end();
  }
}

const HEAD = ['attack', 'tries', 'answered', 'expected', 'slowest', 'memory so far'];

function rowOf({ attack: { name, tries, expected }, statuses, slowestMs, growthMb }: AttackResult): string[] {
  const answered = [...statuses].map(([status, times]) =>
    statuses.size === 1 ? `${status}` : `${status} (${times})`,
  );
  const growth = `${growthMb < 0 ? '' : '+'}${Math.round(growthMb)} MB`;
  return [name, String(tries), answered.join(', '), String(expected), `${Math.round(slowestMs)} ms`, growth];
}
