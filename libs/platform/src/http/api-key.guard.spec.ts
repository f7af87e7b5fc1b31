import type { ExecutionContext } from '@nestjs/common';
import { ApiKeyGuard, type Caller } from './api-key.guard';

const callers: readonly Caller[] = [
  { name: 'admin', key: 'key-of-the-operators' },
  { name: 'checkout', key: 'key-of-the-shop-12345' },
];
const guard = new ApiKeyGuard({ callersOf: (appId) => (appId === 'wx1' ? callers : []) });

function asks(appId: string | undefined, authorization: string | undefined): boolean {
  const request = { headers: { authorization }, params: appId === undefined ? {} : { appId } };
  const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
  try {
    return guard.canActivate(context);
  } catch (error) {
    expect(error).toMatchObject({ status: 401 });
    return false;
  }
}

it.each([
  ['the key of one caller', 'Bearer key-of-the-operators', true],
  ['the key of another', 'bearer key-of-the-shop-12345', true],
  ['a key nobody has', 'Bearer key-of-the-shop', false],
  ['no key', undefined, false],
  ['an empty key', 'Bearer ', false],
  ['another scheme', 'Basic key-of-the-operators', false],
])('answers %s', (_what, authorization, letIn) => {
  expect(asks('wx1', authorization)).toBe(letIn);
});

it('lets nobody in to a mini program without keys, or to none', () => {
  expect(asks('wx2', 'Bearer key-of-the-operators')).toBe(false);
  expect(asks(undefined, 'Bearer key-of-the-operators')).toBe(false);
});
