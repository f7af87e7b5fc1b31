import { readFileSync } from 'node:fs';
import { CodedError, messageOf, parseConfig, portConfig } from '@tongbu/platform';
import { z } from 'zod';
import { accountsSchema, type Account } from './accounts/account';
import { DEMO_ACCOUNT } from './accounts/demo-account';

const environmentSchema = z.object({
  SIMULATOR_HOST: z.string().default('127.0.0.1'),
  /** Ports; 0 takes any free one. */
  SIMULATOR_PORT: portConfig(9_300),
  SIMULATOR_CONTROL_PORT: portConfig(9_301),
  /** The same seed gives the same audit times and nonces. */
  SIMULATOR_SEED: z.coerce.number().int().default(1),
  TONGBU_ACCOUNTS_FILE: z.string().optional(),
  /** Where to remember products, images and audits; without it nothing survives the process. */
  SIMULATOR_DATA_FILE: z.string().min(1).optional(),
});

export interface SimulatorConfig {
  readonly host: string;
  readonly port: number;
  readonly controlPort: number;
  readonly seed: number;
  readonly accounts: readonly Account[];
  readonly dataFile?: string | undefined;
}

export function readConfig(env: Readonly<Record<string, string | undefined>>): SimulatorConfig {
  const values = parseConfig(environmentSchema, env);
  return {
    host: values.SIMULATOR_HOST,
    port: values.SIMULATOR_PORT,
    controlPort: values.SIMULATOR_CONTROL_PORT,
    seed: values.SIMULATOR_SEED,
    accounts:
      values.TONGBU_ACCOUNTS_FILE === undefined ? [DEMO_ACCOUNT] : readAccounts(values.TONGBU_ACCOUNTS_FILE),
    dataFile: values.SIMULATOR_DATA_FILE,
  };
}

function readAccounts(file: string): readonly Account[] {
  const parsed = accountsSchema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(all)'}: ${issue.message}`);
  throw new CodedError('accounts-invalid', `${file} is wrong:\n${wrong.join('\n')}`, false);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // A parser's message may quote the text, which holds secrets.
    const problem = error instanceof SyntaxError ? 'not valid JSON' : messageOf(error);
    throw new CodedError('accounts-invalid', `TONGBU_ACCOUNTS_FILE: ${problem}`, false);
  }
}
