import type { Scene } from '../fault';
import { compareEntity } from '../judging/compare-entity';
import { judgeDeadLetters } from '../judging/dead-letters';
import type { Finding } from '../judging/finding';
import { entityOf, type ToldEvent } from '../judging/told';
import type { Plot, Traffic } from '../traffic/traffic';

/** What is played of one kind of thing. */
export interface Played {
  readonly traffic: Traffic;
  readonly plots: readonly Plot[];
}

/** Everything that is wrong now: WeChat's state, the merchant's expectation and what was told, entity by entity. */
export async function look(
  { field, appId, wechat }: Scene,
  played: readonly Played[],
  expectedDeadLetters: readonly string[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const told = byEntity(field.witness.told(appId));
  for (const { traffic, plots } of played) {
    const found = await traffic.atWechat(wechat);
    for (const { id, expected } of plots) {
      findings.push(...compareEntity(expected, found.get(id)));
      findings.push(...traffic.judgeTold(expected, told.get(id) ?? [], found.get(id)));
    }
    const known = new Set(plots.map(({ id }) => id));
    for (const id of found.keys()) {
      if (!known.has(id))
        findings.push({ kind: 'doubled', about: id, what: 'WeChat has it, and nobody wants it' });
    }
  }
  findings.push(...deadLetters({ field, appId }, expectedDeadLetters));
  findings.push(...(await field.acknowledgements.ofCallbacks(wechat)));
  findings.push(...(await field.acknowledgements.ofEvents(appId)));
  return findings;
}

function byEntity(events: readonly ToldEvent[]): ReadonlyMap<string, readonly ToldEvent[]> {
  const grouped = new Map<string, ToldEvent[]>();
  for (const event of events) {
    const known = grouped.get(entityOf(event));
    if (known === undefined) grouped.set(entityOf(event), [event]);
    else known.push(event);
  }
  return grouped;
}

/** Each that is expected must be there as often as it is expected, and no other. */
function deadLetters(
  { field, appId }: Pick<Scene, 'field' | 'appId'>,
  expected: readonly string[],
): Finding[] {
  const groupIds = field.groups.map(({ groupId }) => groupId);
  return judgeDeadLetters(field.witness.deadLetters(appId, groupIds), expected);
}
