import { SystemClock } from '@tongbu/platform';
import type { Account } from '../src/accounts';
import { loadAccounts } from '../src/accounts';
import type { CallResult } from '../src/client/call-result';
import type { TokenStore } from '../src/client/token-store';
import { AccessTokens, type FetchedToken } from '../src/client/tokens';

const appId = 'wx5c1e7a90b3d24f68';

export function testAccount(changes: Readonly<Record<string, unknown>> = {}): Account {
  const account = {
    appId,
    secret: 'app-s3cret',
    token: 'orchardGate77',
    encodingAesKey: 'Qm7xLr2TzVb8Nc4KpWs6Yd1Ha9Jf3Eg5Uo0Ri2MtXkA',
    ...changes,
  };
  const [loaded] = loadAccounts({ json: JSON.stringify([account]) }).all();
  if (loaded === undefined) throw new Error('no account');
  return loaded;
}

/** What every token store has to do, alone and under several replicas. */
export function describeTokenStore(name: string, open: () => Promise<() => TokenStore>): void {
  describe(name, () => {
    let store: () => TokenStore;
    beforeEach(async () => {
      store = await open();
    });

    const clock = new SystemClock();
    const inMs = (ms: number) => new Date(clock.now().getTime() + ms);
    const token = (text: string, lifeMs = 60_000) => ({
      token: text,
      expiresAt: inMs(lifeMs),
      refreshAt: inMs(lifeMs / 2),
    });

    it('gives back what was put, to every replica, until it expires', async () => {
      const put = token('t-1');
      await store().put(appId, put);
      expect(await store().get(appId)).toEqual(put);
      expect(await store().get('wx0000000000000000')).toBeUndefined();
      await store().put(appId, { ...put, expiresAt: inMs(-1) });
      expect(await store().get(appId)).toBeUndefined();
    });

    it('drops a token only if it is still the one', async () => {
      await store().put(appId, token('t-2'));
      await store().dropIfStill(appId, 't-1');
      expect(await store().get(appId)).toMatchObject({ token: 't-2' });
      await store().dropIfStill(appId, 't-2');
      expect(await store().get(appId)).toBeUndefined();
    });

    it('lets one owner lock until he unlocks', async () => {
      expect(await store().lock(appId, 'a', 5_000)).toBe(true);
      expect(await store().lock(appId, 'b', 5_000)).toBe(false);
      await store().unlock(appId, 'b');
      expect(await store().lock(appId, 'b', 5_000)).toBe(false);
      await store().unlock(appId, 'a');
      expect(await store().lock(appId, 'b', 5_000)).toBe(true);
    });

    describe('AccessTokens', () => {
      let fetches = 0;
      beforeEach(() => {
        fetches = 0;
      });

      function replica(answer?: () => CallResult<FetchedToken>, expiresInSeconds = 7200) {
        return new AccessTokens({
          store: store(),
          clock,
          fetchToken: async () => {
            fetches += 1;
            const number = fetches;
            await new Promise((resolve) => setTimeout(resolve, 20));
            return answer?.() ?? { ok: true, value: { accessToken: `t-${number}`, expiresInSeconds }, ms: 1 };
          },
        });
      }

      it('fetches once for 200 calls on three replicas, also when the token died', async () => {
        const account = testAccount();
        const replicas = [replica(), replica(), replica()];
        const calls = () => Promise.all(Array.from({ length: 200 }, (_, i) => replicas[i % 3]?.get(account)));
        expect(new Set((await calls()).map((result) => result?.ok && result.token))).toEqual(
          new Set(['t-1']),
        );
        expect(fetches).toBe(1);

        await Promise.all(Array.from({ length: 200 }, (_, i) => replicas[i % 3]?.reject(appId, 't-1')));
        expect(new Set((await calls()).map((result) => result?.ok && result.token))).toEqual(
          new Set(['t-2']),
        );
        expect(fetches).toBe(2);
      });

      it('keeps a newer token when a late call complains about the old one', async () => {
        const [a, b] = [replica(), replica()];
        await a.get(testAccount());
        await a.reject(appId, 't-1');
        await a.get(testAccount());
        await b.reject(appId, 't-1');
        expect(await b.get(testAccount())).toEqual({ ok: true, token: 't-2' });
        expect(fetches).toBe(2);
      });

      it('uses the present token while another replica fetches the next', async () => {
        await store().put(appId, { token: 'old', expiresAt: inMs(60_000), refreshAt: inMs(-1) });
        await store().lock(appId, 'another-replica', 5_000);
        expect(await replica().get(testAccount())).toEqual({ ok: true, token: 'old' });
      });

      it('uses the present token when the token endpoint fails', async () => {
        await store().put(appId, { token: 'old', expiresAt: inMs(60_000), refreshAt: inMs(-1) });
        const failing = replica(() => ({ ok: false, error: { kind: 'not-sent', reason: 'quota' } }));
        expect(await failing.get(testAccount())).toEqual({ ok: true, token: 'old' });
      });

      it('says that the call was not sent when no token could be had', async () => {
        const failing = replica(() => ({
          ok: false,
          error: { kind: 'unknown-outcome', reason: 'timeout', detail: '' },
        }));
        expect(await failing.get(testAccount())).toMatchObject({
          ok: false,
          error: { kind: 'not-sent', reason: 'token' },
        });
      });

      it('refreshes ahead of the end', async () => {
        const tokens = replica(undefined, 7200);
        await tokens.get(testAccount());
        const stored = await store().get(appId);
        const ahead = (stored?.expiresAt.getTime() ?? 0) - (stored?.refreshAt.getTime() ?? 0);
        expect(ahead).toBeGreaterThanOrEqual(240_000);
        expect(ahead).toBeLessThanOrEqual(300_000);
      });
    });
  });
}
