import type { BareGatewayCommands } from '../baseline/bare-gateway';
import type { BareStore } from '../baseline/bare-store';
import type { Bench } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { interleave } from '../measuring/interleave';
import { once } from '../measuring/once';
import type { PushLoadCommands } from '../measuring/push-load';
import { startGateway } from '../ours/gateway';

const CONNECTIONS = 64;

/** Durable callbacks per second of the gateway and of bare servers with either store, in turns. */
export const measureStores = once(async (bench: Bench) => {
  const account = benchAccount();
  const load = bench.start<PushLoadCommands>('measuring/push-load');
  const push = async (port: number, ms: number) =>
    (await load.ask('push', { account, port, connections: CONNECTIONS, ms })).perSecond;
  const bare = async (store: BareStore) => {
    const server = bench.start<BareGatewayCommands>('baseline/bare-gateway');
    const port = await server.ask('open', { account, store, databaseUrl: await bench.createDatabase() });
    return { measure: (ms: number) => push(port, ms) };
  };
  const [groupCommit, insertEach] = [await bare('group-commit'), await bare('insert-each')];
  const gateway = await startGateway(bench, account);
  return interleave(
    {
      groupCommit,
      ours: { measure: (ms) => push(gateway.port, ms), settle: () => gateway.published() },
      insertEach,
    },
    bench.timing,
  );
});
