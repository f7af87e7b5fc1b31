import { messageOf } from '@tongbu/platform';
import { readConfig } from './config';
import { readyLines } from './ready-lines';
import { runSimulator } from './run';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const running = await runSimulator(config);
  process.stdout.write(readyLines(running, config.accounts));
  const stop = () => void running.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
});
