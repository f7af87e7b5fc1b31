import { messageOf } from '@tongbu/platform';
import { readConfig } from './config';
import { readyLines } from './ready-lines';
import { runSimulator } from './run';

const complain = (sentence: string) => process.stderr.write(`${sentence}\n`);
const fail = (error: unknown) => {
  complain(messageOf(error));
  process.exit(1);
};

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const running = await runSimulator(config, complain);
  process.stdout.write(readyLines(running, config.accounts));
  const stop = () => void running.close().then(() => process.exit(0), fail);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch(fail);
