import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError, messageOf } from '@tongbu/platform';
import { projectRoot } from '@tongbu/testing';
import { parseStartArguments, USAGE, type StartArguments } from './start/arguments';
import { CatalogDemo } from './start/catalog-demo';
import { inWaves, readEventFile, type FedEvent } from './start/event-file';
import { aftersaleStories } from './start/stories/aftersale-stories';
import { orderStories } from './start/stories/order-stories';
import { shipmentStories } from './start/stories/shipment-stories';
import { Stage } from './start/stories/stage';
import { playStories, renderStories } from './start/stories/stories-demo';
import { NewMerchant } from './start/new-merchant';
import { startInstallation, type Installation } from './start/installation';

const startedAt = performance.now();

function print(line: string): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${line.startsWith('\n') ? line : `${seconds.padStart(6)} s  ${line}`}\n`);
}

/** Resolves when somebody asks the process to stop. */
const stopAsked = new Promise<string>((asked) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal));
  // Nobody reads any more, as in `npm start | head`.
  process.stdout.on('error', () => asked('EPIPE'));
});

async function main(): Promise<number> {
  const parsed = parseStartArguments(process.argv.slice(2));
  if (parsed.kind !== 'start') {
    process.stdout.write(`${parsed.kind === 'wrong' ? `${parsed.message}\n\n` : ''}${USAGE}\n`);
    return parsed.kind === 'help' ? 0 : 2;
  }
  const waves = parsed.options.newMerchant ? [] : readWaves(parsed.options);
  const installation = await Promise.race([
    startInstallation(join(projectRoot(), '.tongbu'), print, parsed.options),
    stopAsked,
  ]);
  if (typeof installation === 'string') {
    // Half started. What runs ends with this process, and the next start waits for that.
    print('Stopped while starting.');
    return 130;
  }
  const demo = new CatalogDemo(installation.stack.kafkaBrokers, print);
  const broken = installation.stack.broken.then((sentence) => {
    throw new CodedError('part-ended', sentence, false);
  });
  try {
    return await Promise.race([
      follow(demo, installation, waves, parsed.options),
      stopAsked.then(() => 0),
      broken,
    ]);
  } finally {
    print('stopping ...');
    await demo.stop();
    await installation.stop();
    print('Stopped. Data is kept in .tongbu/');
  }
}

async function follow(
  demo: CatalogDemo,
  installation: Installation,
  waves: readonly (readonly FedEvent[])[],
  { once, events, newMerchant }: StartArguments,
): Promise<number> {
  const complete = newMerchant
    ? await takeToFirstSale(installation)
    : (await demo.run(waves)) && (events !== undefined || (await tellStories(demo, installation)));
  if (once) return complete ? 0 : 1;
  process.stdout.write(describe(installation));
  await stopAsked;
  return 0;
}

/** Buyers order what the sample shop has on sale. Answers whether every order came to the end it should. */
async function tellStories(
  demo: CatalogDemo,
  { stack, addresses, accounts }: Installation,
): Promise<boolean> {
  const [account] = accounts;
  const wares = demo.wares();
  if (account === undefined || wares.length === 0) {
    print('nothing is on sale, so nobody can order');
    return false;
  }
  const stage = await Stage.open(stack.kafkaBrokers, account.appId, addresses.simulatorControlUrl);
  try {
    const results = await playStories(
      stage,
      [...orderStories, ...shipmentStories, ...aftersaleStories],
      wares,
      print,
    );
    print(`\n${renderStories(results)}\n`);
    return results.every(({ ok }) => ok);
  } finally {
    await stage.close();
  }
}

/** A mini program from nothing to its first sale. Answers whether every step is done. */
async function takeToFirstSale({ stack, addresses, accounts, services }: Installation): Promise<boolean> {
  const account = accounts.at(-1);
  const urlOf = (service: string) => services.find(({ name }) => name === service)?.url;
  const [accessUrl, orderUrl] = [urlOf('access-sync'), urlOf('order-sync')];
  if (account === undefined || accessUrl === undefined || orderUrl === undefined) return false;
  const stage = await Stage.open(stack.kafkaBrokers, account.appId, addresses.simulatorControlUrl);
  try {
    const address = { accessUrl, orderUrl, apiKey: account.apiKey };
    const { steps } = await new NewMerchant(stage, address, print).play();
    return steps.every(({ state }) => state === 'done');
  } finally {
    await stage.close();
  }
}

function readWaves({ events }: StartArguments): FedEvent[][] {
  const file = events === undefined ? join(projectRoot(), 'samples/catalog.ndjson') : fromWhereTyped(events);
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CodedError('events-unreadable', `The events cannot be read: ${messageOf(error)}`, false);
  }
  const read = readEventFile(content);
  for (const { line, reason } of read.unreadable) print(`${file}, line ${line} is not sent: ${reason}`);
  // The samples tell a story; somebody's own events are sent as they come.
  return events === undefined ? inWaves(read.events) : [[...read.events]];
}

/** npm runs scripts in the project's folder and keeps where the user was. */
function fromWhereTyped(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

function describe({ stack, addresses, services }: Installation): string {
  const rows = [
    ['Kafka', stack.kafkaBrokers.join(',')],
    ['Postgres', stack.databaseUrl],
    ['Redis', stack.redisUrl],
    ['WeChat simulator', `${addresses.simulatorUrl}  (control ${addresses.simulatorControlUrl}/v1/apps)`],
    ['callback URL', `${addresses.gatewayUrl}/callbacks/<appId>`],
    ...services.map(({ name, url }) => [name, `${url}/metrics  ${url}/health/ready`]),
    ['logs', stack.logs],
    ['for programs', join(stack.dir, 'endpoints.json')],
  ];
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(18)}${value}`);
  return `Running. New events are shown as they come; Ctrl-C stops.\n\n${lines.join('\n')}\n\n`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof CodedError ? error.message : String((error as Error).stack ?? error)}\n`,
    );
    process.exit(1);
  },
);
