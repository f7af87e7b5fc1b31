import type { BareGatewayCommands } from '../baseline/bare-gateway';
import type { BareStore } from '../baseline/bare-store';
import type { Bench } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { interleave } from '../measuring/interleave';
import type { PushLoadCommands } from '../measuring/push-load';
import { startGateway } from '../ours/gateway';

const CONNECTIONS = 64;

/** Durable callbacks per second of the gateway and of a bare server with this store, in turns. */
export async function measureStores(bench: Bench, store: BareStore) {
  const account = benchAccount();
  const bare = bench.start<BareGatewayCommands>('baseline/bare-gateway');
  const load = bench.start<PushLoadCommands>('measuring/push-load');
  const barePort = await bare.ask('open', { account, store, databaseUrl: await bench.createDatabase() });
  const gateway = await startGateway(bench, account);
  const push = async (port: number, ms: number) =>
    (await load.ask('push', { account, port, connections: CONNECTIONS, ms })).perSecond;
  return interleave(
    {
      baseline: { measure: (ms) => push(barePort, ms) },
      ours: { measure: (ms) => push(gateway.port, ms), settle: () => gateway.published() },
    },
    bench.timing,
  );
}
