import { Random } from '../../../../apps/wechat-simulator/src/time/random';
import { allTraffic } from '..';

const written = (seed: number) =>
  allTraffic.map((kind) =>
    kind.write(20, new Random(seed)).map(({ id, steps, expected }) => ({
      id,
      pauses: steps.map(({ pauseMs }) => pauseMs),
      expected,
    })),
  );

it('writes the same stories at the same pace for the same seed, and others for another', () => {
  expect(written(7)).toEqual(written(7));
  expect(written(7)).not.toEqual(written(8));
});

it('names every entity of every kind differently', () => {
  const ids = written(3)
    .flat()
    .map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
