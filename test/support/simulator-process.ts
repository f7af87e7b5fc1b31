import { eventually, Ports, ProcessGuard, projectRoot } from '@tongbu/testing';
import { join } from 'node:path';
import { SimulatorControl } from './simulator-control';

export type {
  CallStatistics,
  OrderAction,
  SimulatedCall,
  SimulatedOrder,
  SimulatedProduct,
} from './simulator-control';

const HOST = '127.0.0.1';

export interface SimulatorAddresses {
  readonly url: string;
  readonly controlUrl: string;
  readonly port: number;
  readonly controlPort: number;
}

export async function chooseSimulatorAddresses(ports: Ports): Promise<SimulatorAddresses> {
  const port = await ports.take('simulator');
  const controlPort = await ports.take('control');
  return { port, controlPort, url: `http://${HOST}:${port}`, controlUrl: `http://${HOST}:${controlPort}` };
}

/** The simulator in a process of its own, and its control API for one mini program. */
export class SimulatorProcess extends SimulatorControl {
  private constructor(
    private readonly guard: ProcessGuard,
    readonly addresses: SimulatorAddresses,
    appId: string,
  ) {
    super(addresses.controlUrl, appId);
  }

  static async start(
    addresses: SimulatorAddresses,
    appId: string,
    accountsFile: string,
    log: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<SimulatorProcess> {
    const guard = ProcessGuard.start();
    const child = await guard.spawn({
      name: 'wechat-simulator',
      command: process.execPath,
      args: [join(projectRoot(), 'dist/apps/wechat-simulator/src/main.js')],
      log,
      env: {
        PATH: process.env['PATH'],
        SIMULATOR_HOST: HOST,
        SIMULATOR_PORT: String(addresses.port),
        SIMULATOR_CONTROL_PORT: String(addresses.controlPort),
        TONGBU_ACCOUNTS_FILE: accountsFile,
        ...more,
      },
    });
    const simulator = new SimulatorProcess(guard, addresses, appId);
    try {
      await eventually(() => simulator.apps(), { timeoutMs: 60_000 });
    } catch (error) {
      const output = child.logTail();
      await guard.close();
      throw new Error(`the simulator does not start:\n${output}`, { cause: error });
    }
    return simulator;
  }

  stop(): Promise<void> {
    return this.guard.close();
  }
}
