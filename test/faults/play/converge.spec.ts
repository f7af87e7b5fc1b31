import type { Finding } from '../judging/finding';
import { converge } from './converge';

const lost: Finding = { kind: 'lost', about: 'P-1', what: 'gone' };

/** One look a second, each of which finds what is given; the last goes on for ever. */
function looking(...looks: (readonly Finding[] | Error)[]) {
  let second = 0;
  const look = async () => {
    const found = looks[Math.min(second, looks.length - 1)] ?? [];
    if (found instanceof Error) throw found;
    return found;
  };
  const pause = async () => void (second += 1);
  return converge(look, { limitMs: 10_000, calmMs: 3_000, now: () => second * 1_000, pause });
}

it('tells when nothing was wrong any more', async () => {
  expect(await looking([lost], [lost], [])).toEqual({ findings: [], tookMs: 2_000 });
});

it('starts anew when something goes wrong after all', async () => {
  expect(await looking([], [], [lost], [])).toEqual({ findings: [], tookMs: 3_000 });
});

it('gives up with what is wrong at the end', async () => {
  expect(await looking([lost])).toEqual({ findings: [lost], tookMs: null });
});

it('takes a look that fails for one that found something', async () => {
  expect(await looking(new Error('Kafka is away'), [])).toEqual({ findings: [], tookMs: 1_000 });
  const { findings, tookMs } = await looking(new Error('Kafka is away'));
  expect([findings[0]?.what, tookMs]).toEqual(['cannot look: Kafka is away', null]);
});
