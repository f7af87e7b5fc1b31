import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@tongbu/platform';
import { projectRoot } from '@tongbu/testing';
import { checkedOutCommit } from '../support/commit';
import { parseBenchArguments, type BenchArguments } from './arguments';
import type { Figure } from './figure';
import { figures } from './figures';
import { startFreshStack } from './fresh-stack';
import { measureFigure } from './measure-figure';
import { neighbours, secondsOf } from './neighbours';
import { fullTiming, quickTiming } from './measuring/timing';
import { lookAtMachine, versionsOf } from './report/machine';
import type { BenchResult, FigureResult } from './report/result';
import { renderTable } from './report/table';
import { exitCodeOf, renderVerdict } from './report/verdict';

const ids = figures.map(({ id }) => id);
const USAGE = `npm run bench -- [ID ...] [--quick] [--strict]

  ID        measures these figures only: ${ids.join(' ')}
  --quick   short measurements, for development; too short to be relied on
  --strict  ends with exit code 1 when a gate is missed, not only when a figure could not be measured`;

/** Starting and stopping the parts. */
const STACK_SECONDS = 15;
const dir = join(projectRoot(), '.tongbu/bench');
const startedAt = new Date();
const began = performance.now();

function print(line: string): void {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${String(seconds).padStart(4)} s  ${line}\n`);
}

const stopAsked = new Promise<'stopped'>((asked) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked('stopped'));
  process.stdout.on('error', () => asked('stopped'));
});

async function main(): Promise<number> {
  const parsed = parseBenchArguments(process.argv.slice(2), ids);
  if (parsed.kind !== 'run') {
    process.stdout.write(`${parsed.kind === 'wrong' ? `${parsed.message}\n\n` : ''}${USAGE}\n`);
    return parsed.kind === 'help' ? 0 : 2;
  }
  const { options } = parsed;
  const wanted = figures.filter(({ id }) => options.ids.length === 0 || options.ids.includes(id));
  const seconds = STACK_SECONDS + secondsOf(wanted);
  print(`${wanted.length} figures${options.quick ? ', quickly' : `, about ${Math.ceil(seconds / 60)} min`}`);
  const ended = await Promise.race([measure(wanted, options), stopAsked]);
  if (ended === 'stopped') {
    print('Stopped before everything was measured.');
    return 130;
  }
  process.stdout.write(`\n${renderTable(ended)}\n\n`);
  print(`kept in ${keep(ended)}`);
  print(renderVerdict(ended));
  return exitCodeOf(ended, options.strict);
}

async function measure(wanted: readonly Figure[], { quick }: BenchArguments): Promise<BenchResult> {
  const machine = await lookAtMachine();
  if (machine.busy) print('The machine is busy with something else: do not rely on these figures.');
  const stack = await startFreshStack(dir, print);
  try {
    const versions = await versionsOf(stack.databaseUrl, stack.redisUrl);
    const results: FigureResult[] = [];
    const timing = quick ? quickTiming : fullTiming;
    for (const group of neighbours(wanted)) {
      const measured = group.map((figure) => measureFigure(figure, stack, timing, dir, print));
      results.push(...(await Promise.all(measured)));
    }
    return {
      startedAt: startedAt.toISOString(),
      commit: checkedOutCommit(),
      quick,
      machine,
      versions,
      figures: results,
    };
  } finally {
    await stack.stop();
  }
}

/** Answers where. */
function keep(result: BenchResult): string {
  mkdirSync(dir, { recursive: true });
  const name = startedAt.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  writeFileSync(join(dir, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(dir, `${name}.md`), `${renderTable(result)}\n\n${renderVerdict(result)}\n`);
  return `.tongbu/bench/${name}.md and .json`;
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
