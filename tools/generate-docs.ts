import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cloudEventAttributes,
  deadLetterTopic,
  eventRegistry,
  type EventDefinition,
} from '@tongbu/contracts';
import { z } from 'zod';

const docs = join(__dirname, '..', '..', 'docs');
const schemas = join(docs, 'schemas');

/** Everything generated from the contracts: file below `docs/` and its text. */
function generate(): Map<string, string> {
  const files = new Map<string, string>();
  for (const definition of eventRegistry.all()) {
    files.set(`schemas/${definition.type}.json`, print(schemaOf(definition)));
  }
  files.set('schemas/cloud-event.json', print(z.toJSONSchema(cloudEventAttributes, { io: 'input' })));
  files.set('asyncapi.json', print(asyncApi()));
  return files;
}

function schemaOf({ type, summary, data, sample }: EventDefinition): object {
  return {
    $id: `urn:tongbu:event:${type}`,
    title: type,
    description: summary,
    ...z.toJSONSchema(data, { io: 'input' }),
    examples: [sample],
  };
}

function asyncApi(): object {
  const events = eventRegistry.all();
  const channelName = (topic: string) => topic.replaceAll('.', '-');
  const isMerchants = (topic: string) => topic.startsWith('merchant.');
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tongbu events',
      version: '1.0.0',
      description:
        'CloudEvents 1.0 over Kafka. Tongbu takes binary and structured mode and publishes binary mode. ' +
        'The message key is `<appid>:<subject>`, so that one entity keeps its order. What cannot be taken goes to ' +
        `the topic's dead-letter topic, such as ${deadLetterTopic('merchant.catalog')}, with the reason in headers.`,
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      eventRegistry.topics().map((topic) => [
        channelName(topic),
        {
          address: topic,
          messages: Object.fromEntries(
            events
              .filter((event) => event.topic === topic)
              .map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      eventRegistry.topics().map((topic) => [
        `${isMerchants(topic) ? 'receive' : 'send'}-${channelName(topic)}`,
        {
          action: isMerchants(topic) ? 'receive' : 'send',
          channel: { $ref: `#/channels/${channelName(topic)}` },
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        events.map(({ type, summary, subject, data, sample }) => [
          type,
          {
            name: type,
            summary,
            description: `\`subject\`: ${subject}.`,
            contentType: 'application/json',
            headers: { $ref: '#/components/schemas/CloudEventHeaders' },
            payload: z.toJSONSchema(data, { io: 'input' }),
            examples: [{ payload: sample }],
          },
        ]),
      ),
      schemas: { CloudEventHeaders: headers() },
    },
  };
}

/** The CloudEvents attributes as Kafka headers of binary mode. */
function headers(): object {
  const { properties = {}, required = [] } = z.toJSONSchema(cloudEventAttributes, { io: 'input' });
  const header = (name: string) =>
    name === 'datacontenttype' ? 'content-type' : name === 'traceparent' ? name : `ce_${name}`;
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [header(name), schema]),
    ),
    required: required.map(header),
  };
}

function print(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function stale(files: ReadonlyMap<string, string>): string[] {
  const current = (name: string) => {
    try {
      return readFileSync(join(docs, name), 'utf8');
    } catch {
      return undefined;
    }
  };
  const wrong = [...files].filter(([name, text]) => current(name) !== text).map(([name]) => name);
  const extra = listed()
    .map((name) => `schemas/${name}`)
    .filter((name) => !files.has(name));
  return [...wrong, ...extra];
}

function listed(): string[] {
  try {
    return readdirSync(schemas);
  } catch {
    return [];
  }
}

const files = generate();
if (process.argv.includes('--check')) {
  const names = stale(files);
  if (names.length > 0) {
    console.error(`docs/ is behind the contracts: ${names.join(', ')}. Run: npm run docs`);
    process.exit(1);
  }
} else {
  rmSync(schemas, { recursive: true, force: true });
  mkdirSync(schemas, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(docs, name), text);
  console.log(`Wrote ${files.size} files to docs/`);
}
