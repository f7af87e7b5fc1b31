import { CodedError } from '@tongbu/platform';
import { projectRoot, startStack } from '@tongbu/testing';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtMachine } from '../bench/report/machine';
import { checkedOutCommit } from '../support/commit';
import { parseFaultsArguments, USAGE, type FaultsArguments } from './arguments';
import { isRight, type FaultsReport } from './report/result';
import { renderTable, renderVerdict } from './report/table';
import { runFaults } from './run-faults';
import { allFaults } from './scenarios';
import { allTraffic } from './traffic';

const directory = join(projectRoot(), '.tongbu/faults');
const faults = allFaults();
const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 1000);

function print(line: string): void {
  process.stdout.write(`${String(seconds()).padStart(4)} s  ${line}\n`);
}

const stopAsked = new Promise<'stopped'>((asked) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked('stopped'));
  process.stdout.on('error', () => asked('stopped'));
});

async function main(): Promise<number> {
  const parsed = parseFaultsArguments(
    process.argv.slice(2),
    faults.map(({ name }) => name),
    allTraffic.map(({ name }) => name),
  );
  switch (parsed.kind) {
    case 'help':
      process.stdout.write(`${USAGE}\n`);
      return 0;
    case 'wrong':
      process.stdout.write(`${parsed.message}\n\n${USAGE}\n`);
      return 2;
    case 'list': {
      const width = Math.max(...faults.map(({ name }) => name.length));
      for (const { name, summary } of faults) process.stdout.write(`${name.padEnd(width)}  ${summary}\n`);
      return 0;
    }
    case 'run': {
      const ended = await Promise.race([run(parsed.options), stopAsked]);
      if (ended !== 'stopped') return ended;
      // What runs ends with this process.
      print('Stopped before everything was tried.');
      return 130;
    }
  }
}

async function run({ seed, only, traffic: kinds, entities }: FaultsArguments): Promise<number> {
  const startedAt = new Date().toISOString();
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const traffic = allTraffic.filter(({ name }) => kinds.length === 0 || kinds.includes(name));
  const chosen = faults.filter(({ name }) => only.length === 0 || only.includes(name));
  print(
    `${chosen.length} faults with seed ${seed}, ${entities} each of: ${traffic.map(({ name }) => name).join(', ')}`,
  );
  const machine = await lookAtMachine();
  if (machine.busy) print('The machine is busy with something else: what takes too long may be its fault.');
  // Of its own: its parts are going to be killed.
  const stack = await startStack({ durable: true, given: {}, progress: print });
  try {
    const keep = (name: string, text: string) => writeFileSync(join(directory, name), text);
    const results = await runFaults({ stack, faults: chosen, traffic, seed, entities, tell: print, keep });
    const report: FaultsReport = {
      startedAt,
      commit: checkedOutCommit(),
      seed,
      entities,
      traffic: traffic.map(({ name }) => name),
      seconds: seconds(),
      machine,
      results,
    };
    keep('report.json', `${JSON.stringify(report, null, 2)}\n`);
    process.stdout.write(`\n${renderTable(results)}\n\n`);
    print('kept in .tongbu/faults/report.json');
    print(renderVerdict(report));
    return results.every(isRight) ? 0 : 1;
  } finally {
    await stack.stop();
  }
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
