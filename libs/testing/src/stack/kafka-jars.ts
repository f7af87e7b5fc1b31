import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CodedError, messageOf } from '@tongbu/platform';
import type { Progress } from './part';

const run = promisify(execFile);

const KAFKA_VERSION = '4.3.1';
const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tongbu</groupId><artifactId>kafka</artifactId><version>${KAFKA_VERSION}</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

function cacheDirectory(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'tongbu', `kafka-${KAFKA_VERSION}`);
}

/** Whether Kafka has to be fetched first, which takes Maven. */
export function kafkaIsCached(): boolean {
  return existsSync(cacheDirectory());
}

/** The folder with Kafka's jars, fetched with Maven once per machine. */
export async function kafkaJars(progress: Progress): Promise<string> {
  const cached = cacheDirectory();
  if (existsSync(cached)) return cached;
  const partial = `${cached}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const startedAt = performance.now();
  const report = () =>
    progress(
      `downloading Apache Kafka ${KAFKA_VERSION} (44 MB, once): ${Math.round((performance.now() - startedAt) / 1000)} s`,
    );
  report();
  const ticker = setInterval(report, 5_000);
  try {
    const pom = join(partial, 'pom.xml');
    writeFileSync(pom, POM);
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(partial, 'jars')}`];
    await run('mvn', ['-q', '-B', '-f', pom, ...goal], { maxBuffer: 16 << 20 });
    // Complete or not there at all. Somebody else may have been first; theirs is as good.
    if (!existsSync(cached)) renameSync(join(partial, 'jars'), cached);
  } catch (error) {
    if (existsSync(cached)) return cached;
    throw new CodedError(
      'kafka-download-failed',
      `Apache Kafka ${KAFKA_VERSION} could not be fetched with Maven; check the network, or set KAFKA_BROKERS to an existing Kafka.\n${messageOf(error)}`,
      true,
      { cause: error },
    );
  } finally {
    clearInterval(ticker);
    rmSync(partial, { recursive: true, force: true });
  }
  return cached;
}
