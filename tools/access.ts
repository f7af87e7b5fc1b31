import { createKafka, KafkaProducer } from '@tongbu/messaging';
import { createLogger, messageOf } from '@tongbu/platform';
import { addressOf, brokersOf } from './access/addresses';
import { copyCatalogue } from './access/copy-catalogue';
import { ACCESS_USAGE, parseAccessArguments, type AccessArguments } from './access/arguments';
import { AdminClient } from './access/admin-client';
import { followTrial } from './access/follow-trial';
import { readDocument } from './access/read-document';
import { renderMerchantNumber } from './access/render-merchant-number';
import { renderSteps } from './access/render-steps';

async function copy(given: AccessArguments, to: string): Promise<void> {
  const address = addressOf('catalog-sync', given);
  const logger = createLogger({ service: 'copy-catalogue', level: 'error' });
  const kafka = createKafka({ brokers: brokersOf(given), clientId: 'copy-catalogue', logger });
  const producer = new KafkaProducer(kafka);
  try {
    const lines = new AdminClient(address).catalogue();
    const report = (published: number) => process.stderr.write(`${published} published\n`);
    const published = await copyCatalogue(lines, { from: address.app, to }, producer, report);
    process.stdout.write(
      `${published} products and qualifications of ${address.app} are wanted for ${to} as well.\n`,
    );
  } finally {
    await producer.close();
  }
}

async function main(): Promise<number> {
  const parsed = parseAccessArguments(process.argv.slice(2));
  if (parsed.kind !== 'run') {
    process.stdout.write(`${parsed.kind === 'wrong' ? `${parsed.message}\n\n` : ''}${ACCESS_USAGE}\n`);
    return parsed.kind === 'help' ? 0 : 2;
  }
  const { command } = parsed.arguments;
  if (command.name === 'copy-catalogue') {
    await copy(parsed.arguments, command.to);
    return 0;
  }
  const client = new AdminClient(addressOf('access-sync', parsed.arguments));
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
