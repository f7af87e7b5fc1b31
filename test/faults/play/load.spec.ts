import { Load } from './load';
import type { Stage } from './story';

const stage = {} as Stage;

function stories(played: string[], names: readonly string[], fails?: string) {
  return names.map((id) => ({
    id,
    steps: [1, 2].map((nth) => ({
      pauseMs: 0,
      play: async () => {
        if (id === fails) throw new Error(`${id} fails`);
        played.push(`${id}${nth}`);
      },
    })),
  }));
}

it('plays the steps of each story in order, and tells when a share is played', async () => {
  const played: string[] = [];
  const load = new Load(stories(played, ['a', 'b']), stage);
  let half: number | undefined;
  const reached = load.reaches(0.5).then(() => (half = played.length));
  await load.play();
  await reached;
  expect(half).toBeGreaterThanOrEqual(2);
  for (const id of ['a', 'b'])
    expect(played.filter((step) => step.startsWith(id))).toEqual([`${id}1`, `${id}2`]);
  await load.reaches(1);
  expect(load.isOver).toBe(true);
});

it('says what could not be played, and lets nobody wait for the rest', async () => {
  const load = new Load(stories([], ['a', 'b'], 'b'), stage);
  await load.play();
  await load.reaches(1);
  expect(load.stuck).toEqual(['b could not go on: b fails']);
});
