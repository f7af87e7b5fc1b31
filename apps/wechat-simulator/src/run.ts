import { SystemClock } from '@tongbu/platform';
import { checkAtStart } from './callbacks/start-check';
import { deliverByHttp } from './callbacks/http-delivery';
import type { SimulatorConfig } from './config';
import { buildControlServer } from './control/control-server';
import { buildApiServer } from './server';
import { Simulator } from './simulator';
import { DataFile } from './state/data-file';
import { StateKeeper } from './state/state-keeper';
import { TimerScheduler } from './time/scheduler';

export interface RunningSimulator {
  readonly simulator: Simulator;
  readonly url: string;
  readonly controlUrl: string;
  close(): Promise<void>;
}

/** Starts both listeners; port 0 takes any free one. `report` takes what goes wrong meanwhile, in sentences. */
export async function runSimulator(
  config: SimulatorConfig,
  report: (sentence: string) => void = () => undefined,
): Promise<RunningSimulator> {
  const scheduler = new TimerScheduler();
  const clock = new SystemClock();
  const simulator = new Simulator({
    accounts: config.accounts,
    clock,
    scheduler,
    seed: config.seed,
    deliver: deliverByHttp,
  });
  const keeper =
    config.dataFile === undefined
      ? undefined
      : new StateKeeper(new DataFile(config.dataFile), simulator, clock, scheduler, report);
  keeper?.restore();
  const api = buildApiServer(simulator.dispatcher, scheduler);
  const control = buildControlServer(simulator);
  const url = await api.listen({ host: config.host, port: config.port });
  // The control API has no authentication, so it stays on this machine whatever the host of the other one.
  const controlUrl = await control.listen({ host: '127.0.0.1', port: config.controlPort });
  keeper?.start();
  const underWay = new Set<Promise<void>>();
  const begin = (attempt: () => Promise<void>): void => {
    const checking = attempt().finally(() => underWay.delete(checking));
    underWay.add(checking);
  };
  for (const app of simulator.apps.values())
    begin(() => checkAtStart(app, simulator.urlVerification, scheduler, report, begin));
  return {
    simulator,
    url,
    controlUrl,
    async close() {
      scheduler.close();
      await Promise.all([api.close(), control.close(), ...underWay]);
      await keeper?.close();
    },
  };
}
