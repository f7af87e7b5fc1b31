import { FakeClock } from '@tongbu/testing';
import { classify } from '../errors/classify';
import type { CallError } from './call-result';
import { CLOSED_MS, ClosedInterfaces } from './closed-interfaces';

const APP = 'wx7f3d2a9c5b1e8046';
const GET = '/shop/spu/get';

function refusedBy(code: number): CallError {
  const { class: kind, scope, meaning, meaningZh, fix, fixZh } = classify(code, GET);
  return {
    kind: 'refused',
    code,
    class: kind,
    scope,
    message: '',
    alreadyDone: false,
    unknownCode: false,
    explanation: { meaning, meaningZh, fix, fixZh },
  };
}

it.each([1040003, 48001, 61007])('believes %i for a while, for this interface only', (code) => {
  const clock = new FakeClock();
  const closed = new ClosedInterfaces(clock);
  closed.report(APP, GET, refusedBy(code));
  expect(closed.refusal(APP, GET)).toMatchObject({ code, scope: 'account' });
  expect(closed.refusal(APP, '/shop/spu/add')).toBeUndefined();
  expect(closed.refusal('wx0000000000000002', GET)).toBeUndefined();
  clock.advance(CLOSED_MS);
  expect(closed.refusal(APP, GET)).toBeUndefined();
});

it.each<[string, CallError | undefined]>([
  ['an answer', undefined],
  ['a refusal of one thing', refusedBy(1000011)],
  ['a code that may be about one buyer', refusedBy(43104)],
])('takes %s for a sign that the interface is open', (_, error) => {
  const closed = new ClosedInterfaces(new FakeClock());
  closed.report(APP, GET, refusedBy(1040003));
  closed.report(APP, GET, error);
  expect(closed.refusal(APP, GET)).toBeUndefined();
});

it('always asks whether the component is open', () => {
  const closed = new ClosedInterfaces(new FakeClock());
  closed.report(APP, '/shop/register/check', refusedBy(1040003));
  expect(closed.refusal(APP, '/shop/register/check')).toBeUndefined();
});
