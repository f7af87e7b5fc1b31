import { messageOf, withDeadline } from '@tongbu/platform';
import type { Scene } from '../fault';
import type { Finding } from '../judging/finding';
import { entityOf } from '../judging/told';
import type { Played } from './look';

const ASK_MS = 5_000;

/** Everything the services know about the entities that came out wrong, as their admin APIs show it. */
export async function postMortem(
  { field, appId, stage }: Scene,
  played: readonly Played[],
  findings: readonly Finding[],
): Promise<object[]> {
  const wrong = new Set(findings.map(({ about }) => about));
  const shown: object[] = [];
  for (const { traffic, plots } of played) {
    const { service, thing } = traffic.admin;
    for (const { id, expected } of plots.filter((plot) => wrong.has(plot.id))) {
      const told = field.witness.told(appId).filter((event) => entityOf(event) === id);
      const asked = stage.request(service, 'GET', `${thing}/${encodeURIComponent(id)}`);
      const known: unknown = await withDeadline(asked, ASK_MS, 'no-answer', `${service} does not answer`)
        .then((answer) => answer.json())
        .catch(messageOf);
      shown.push({ id, expected, told: told.map((event) => [event.id, event.data]), known });
    }
  }
  return shown;
}
