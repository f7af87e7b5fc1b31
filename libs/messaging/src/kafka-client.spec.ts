import { createLogger } from '@tongbu/platform';
import { logLevel } from 'kafkajs';
import { writeKafkaLog } from './kafka-client';

function levelOf(level: logLevel, message: string, error?: string, namespace = 'Connection'): unknown {
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
  [logLevel.ERROR, 'Crash: KafkaJSError', undefined, 'error', 'Consumer'],
  [logLevel.ERROR, 'Connection error', 'connect ECONNREFUSED', 'warn'],
  [logLevel.WARN, 'something odd', undefined, 'warn'],
  [logLevel.INFO, 'Consumer has joined the group', undefined, 'debug'],
  [
    logLevel.ERROR,
    'Response GroupCoordinator(key: 10, version: 2)',
    'The group coordinator is not available',
    'debug',
  ],
  [
    logLevel.ERROR,
    'Failed to send messages: This server is not the leader for that topic-partition',
    undefined,
    'debug',
  ],
])('logs level %s "%s" with "%s" as %s', (level, message, error, expected, namespace?: string) => {
  expect(levelOf(level, message, error, namespace)).toBe(expected);
});
