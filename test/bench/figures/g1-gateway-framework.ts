import type { BareGatewayCommands } from '../baseline/bare-gateway';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { timesBaseline } from '../measuring/compare';
import { interleave } from '../measuring/interleave';
import type { PushLoadCommands } from '../measuring/push-load';
import type { GatewayWithoutStoreCommands } from '../ours/gateway-without-store';

const CONNECTIONS = 64;

/** What the gateway's framework, checks, logs and metrics cost, without any store. */
export const gatewayFramework: Figure = {
  id: 'G1',
  title: 'gateway without store / bare http with the same crypto',
  seconds: 38,
  async run(bench) {
    const account = benchAccount();
    const bare = bench.start<BareGatewayCommands>('baseline/bare-gateway');
    const gateway = bench.start<GatewayWithoutStoreCommands>('ours/gateway-without-store');
    const load = bench.start<PushLoadCommands>('measuring/push-load');
    const barePort = await bare.ask('open', { account, store: 'none', databaseUrl: bench.databaseUrl });
    const gatewayPort = await gateway.ask('open', account);
    const push = async (port: number, ms: number) =>
      (await load.ask('push', { account, port, connections: CONNECTIONS, ms })).perSecond;
    const { ours, baseline } = await interleave(
      {
        baseline: { measure: (ms) => push(barePort, ms) },
        ours: { measure: (ms) => push(gatewayPort, ms) },
      },
      bench.timing,
    );
    return [
      timesBaseline({
        what: 'callbacks without store',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'node:http' },
        gate: 0.75,
        aim: 0.88,
      }),
    ];
  },
};
