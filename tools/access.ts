import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@tongbu/platform';
import { projectRoot } from '@tongbu/testing';
import { ACCESS_USAGE, parseAccessArguments, type AccessArguments } from './access/arguments';
import { AccessClient } from './access/client';
import { followTrial } from './access/follow-trial';
import { readDocument } from './access/read-document';
import { renderMerchantNumber } from './access/render-merchant-number';
import { renderSteps } from './access/render-steps';

/** Where access-sync listens, and with which key: as given, from the environment, or of the `npm start` that runs. */
function addressOf({ app, url, key }: AccessArguments): {
  readonly url: string;
  readonly key: string;
  readonly app: string;
} {
  const given = {
    url: url ?? process.env['ACCESS_SYNC_URL'],
    key: key ?? process.env['ACCESS_API_KEY'],
    app,
  };
  if (given.url !== undefined && given.key !== undefined && given.app !== undefined) {
    return { url: given.url, key: given.key, app: given.app };
  }
  const file = join(projectRoot(), '.tongbu/endpoints.json');
  let endpoints: {
    readonly services: Readonly<Record<string, { readonly url: string }>>;
    readonly accounts: readonly { readonly appId: string; readonly apiKey: string }[];
  };
  try {
    endpoints = JSON.parse(readFileSync(file, 'utf8')) as typeof endpoints;
  } catch {
    throw new Error(
      'npm start does not run here: give --app, --url and --key (or ACCESS_SYNC_URL and ACCESS_API_KEY)',
    );
  }
  const account = endpoints.accounts.find(({ appId }) => app === undefined || appId === app);
  if (account === undefined) throw new Error(`--app: ${app} is none of the mini programs that run here`);
  return {
    app: account.appId,
    key: given.key ?? account.apiKey,
    url: given.url ?? endpoints.services['access-sync']?.url ?? '',
  };
}

async function main(): Promise<number> {
  const parsed = parseAccessArguments(process.argv.slice(2));
  if (parsed.kind !== 'run') {
    process.stdout.write(`${parsed.kind === 'wrong' ? `${parsed.message}\n\n` : ''}${ACCESS_USAGE}\n`);
    return parsed.kind === 'help' ? 0 : 2;
  }
  const { command } = parsed.arguments;
  const client = new AccessClient(addressOf(parsed.arguments));
  switch (command.name) {
    case 'status':
      process.stdout.write(`${renderSteps(await client.steps())}\n`);
      return 0;
    case 'trial':
      await client.post('trial', command.trial);
      return followTrial(client, (line) => process.stdout.write(`${line}\n`));
    case 'commissions':
      for await (const part of client.commissions(command.from, command.to)) process.stdout.write(part);
      return 0;
    case 'merchant-number':
      if (command.file === null) {
        process.stdout.write(`${renderMerchantNumber(await client.merchantNumber())}\n`);
        return 0;
      }
      if (!(await client.applyForMerchantNumber(readDocument(command.file)))) {
        process.stderr.write(
          'Not taken: a document with a later version is there. Give the file a higher version.\n',
        );
        return 1;
      }
      process.stdout.write('Taken. `npm run access -- merchant-number` shows what comes of it.\n');
      return 0;
    case 'apply':
      await client.post('access-wishes', {});
      break;
    case 'scene':
      await client.post('scene-wishes', { sceneId: command.sceneId });
      break;
    case 'declare':
      await client.post('declarations', { declaration: command.declaration });
      break;
  }
  process.stdout.write('Taken. `npm run access -- status` shows what comes of it.\n');
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  },
);
