import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { CodedError, messageOf } from '@tongbu/platform';
import { withPortRetry } from './health';
import { kafkaJars } from './kafka-jars';
import { probeKafka } from './kafka-probe';
import type { PartContext, RunningPart } from './part';
import { PartProcess } from './part-process';

const run = promisify(execFile);

/** Starts one Apache Kafka node in KRaft mode, or checks the brokers that KAFKA_BROKERS names. The url is host:port. */
export async function startKafka(context: PartContext): Promise<RunningPart> {
  const given = context.given['KAFKA_BROKERS'];
  if (given) {
    await listTopics(given).catch((error: unknown) => {
      throw new CodedError(
        'kafka-unreachable',
        `KAFKA_BROKERS names a Kafka that does not answer (${messageOf(error)}); start it or unset KAFKA_BROKERS.`,
        false,
      );
    });
    return { url: given };
  }
  const classpath = join(await kafkaJars(context.progress), '*');
  const data = join(context.dir, 'kafka');
  const properties = join(context.dir, 'kafka.properties');
  return withPortRetry(async (attempt) => {
    const take = (name: string) => (attempt === 1 ? context.ports.take(name) : context.ports.replace(name));
    const broker = await take('kafka');
    const controller = await take('kafkaController');
    await format(classpath, data, properties, (logDirectory) =>
      serverProperties(broker, controller, logDirectory),
    );
    writeFileSync(properties, serverProperties(broker, controller, data));
    const address = `127.0.0.1:${broker}`;
    const process = await PartProcess.start(context, {
      spec: {
        name: 'Kafka',
        command: 'java',
        args: [
          '-Xms384m',
          '-Xmx384m',
          '-XX:+UseSerialGC',
          '-XX:TieredStopAtLevel=1',
          '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
          '-cp',
          classpath,
          'kafka.Kafka',
          properties,
        ],
        log: join(context.logs, 'kafka.log'),
        stopTimeoutMs: 20_000,
      },
      healthy: () => probeKafka(address),
      timeoutMs: 90_000,
      data,
    });
    return { url: address, process };
  });
}

/** Prepares new data; what a start that was killed half-way left is thrown away. */
async function format(
  classpath: string,
  data: string,
  properties: string,
  content: (logDirectory: string) => string,
): Promise<void> {
  if (existsSync(data)) return;
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(properties, content(fresh));
  const cluster = randomBytes(16).toString('base64url');
  try {
    // One in 64 begins with a dash, and would be taken for an option if it stood apart.
    const asked = ['format', `--cluster-id=${cluster}`, '-c', properties];
    const tool = ['-cp', classpath, 'kafka.tools.StorageTool', ...asked];
    await run('java', ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...tool]);
  } catch (error) {
    throw new CodedError(
      'kafka-format-failed',
      `Kafka could not prepare its data: ${messageOf(error)}`,
      false,
    );
  }
  renameSync(fresh, data);
}

function serverProperties(broker: number, controller: number, logDirectory: string): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${broker}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': logDirectory.replaceAll('\\', '/'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function listTopics(brokers: string): Promise<void> {
  const kafka = new Kafka({
    clientId: `tongbu-check-${randomUUID()}`,
    brokers: brokers.split(',').map((broker) => broker.trim()),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    retry: { retries: 2 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.listTopics();
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
