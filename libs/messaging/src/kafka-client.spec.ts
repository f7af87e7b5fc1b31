import { createLogger } from '@tongbu/platform';
import { logLevel } from 'kafkajs';
import { writeKafkaLog } from './kafka-client';

function levelOf(namespace: string, level: logLevel, message: string, error?: string): unknown {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    service: 'test',
    level: 'debug',
    destination: { write: (line) => lines.push(JSON.parse(line)) },
  });
  const log = { timestamp: '', logger: 'kafkajs', message, ...(error === undefined ? {} : { error }) };
  writeKafkaLog(logger, { namespace, level, label: '', log });
  return lines[0]?.['level'];
}

it.each([
  ['Consumer', logLevel.ERROR, 'Crash: KafkaJSError', undefined, 'error'],
  ['Connection', logLevel.ERROR, 'Connection error: connect ECONNREFUSED', undefined, 'warn'],
  ['Consumer', logLevel.WARN, 'something odd', undefined, 'warn'],
  ['Consumer', logLevel.INFO, 'Consumer has joined the group', undefined, 'debug'],
  [
    'Connection',
    logLevel.ERROR,
    'Response GroupCoordinator',
    'The group coordinator is not available',
    'debug',
  ],
  ['Producer', logLevel.ERROR, 'This server is not the leader for that topic-partition', undefined, 'debug'],
])('logs what %s says at level %s, "%s" with "%s", as %s', (namespace, level, message, error, expected) => {
  expect(levelOf(namespace, level, message, error)).toBe(expected);
});
