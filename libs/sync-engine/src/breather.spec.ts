import { Breather } from './breather';

/** The rest after so many jobs that were put off one after the other. */
function restAfter(breather: Breather, jobs: number): number {
  let rest = 0;
  for (let job = 0; job < jobs; job += 1) rest = breather.putOff(1);
  return rest;
}

it('rests a moment after the first job that is put off', () => {
  expect(new Breather().putOff(1)).toBe(50);
});

it('rests longer the longer a job took to find out, and never longer than two seconds', () => {
  expect(new Breather().putOff(40)).toBe(160);
  expect(new Breather().putOff(4_000)).toBe(2_000);
});

it('rests longer and longer while everybody is put off', () => {
  const breather = new Breather();
  expect(restAfter(breather, 10)).toBeGreaterThan(100);
  expect(restAfter(breather, 100)).toBe(2_000);
});

it('stays as it is while every second job is put off', () => {
  const breather = new Breather();
  const rest = restAfter(breather, 10);
  for (let job = 0; job < 100; job += 1) {
    breather.went();
    breather.putOff(1);
  }
  breather.went();
  expect(breather.putOff(1)).toBeCloseTo(rest, 3);
});

it('is quick again after a few jobs that went', () => {
  const breather = new Breather();
  restAfter(breather, 100);
  for (let job = 0; job < 40; job += 1) breather.went();
  expect(breather.putOff(1)).toBe(50);
});
