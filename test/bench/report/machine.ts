import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem, type CpuInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '@tongbu/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';

/** More than this part of all cores in use by others, and the figures are not to be relied on. */
const BUSY_FROM = 0.1;
const LOOK_MS = 1_000;

/** What the figures were measured on. */
export interface Machine {
  readonly cores: number;
  readonly model: string;
  readonly memoryGB: number;
  readonly platform: string;
  /** Before anything of ours was started: runnable tasks over 1, 5 and 15 min. */
  readonly loadAverage: readonly number[];
  /** The part of all cores that others used then. */
  readonly usedByOthers: number;
  readonly busy: boolean;
}

export type Versions = Readonly<Record<string, string>>;

/** Looks at the machine for a second. Call it before anything is started. */
export async function lookAtMachine(): Promise<Machine> {
  const loadAverage = loadavg().map((load) => Math.round(load * 100) / 100);
  const before = cpus();
  await sleep(LOOK_MS);
  const usedByOthers = partInUse(before, cpus());
  return {
    cores: before.length,
    model: before[0]?.model.trim() ?? 'unknown',
    memoryGB: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform} ${process.arch}`,
    loadAverage,
    usedByOthers,
    busy: usedByOthers > BUSY_FROM,
  };
}

/** The part of the time between two looks at the cores in which they were not idle. */
export function partInUse(before: readonly CpuInfo[], after: readonly CpuInfo[]): number {
  const sum = (cores: readonly CpuInfo[], of: (times: CpuInfo['times']) => number) =>
    cores.reduce((total, { times }) => total + of(times), 0);
  const idle = sum(after, ({ idle: time }) => time) - sum(before, ({ idle: time }) => time);
  const all = ({ user, nice, sys, idle: rest, irq }: CpuInfo['times']) => user + nice + sys + rest + irq;
  const total = sum(after, all) - sum(before, all);
  return total > 0 ? 1 - idle / total : 0;
}

/** Versions of what the figures depend on, as the running parts and the installed packages state them. */
export async function versionsOf(databaseUrl: string, redisUrl: string): Promise<Versions> {
  const packages = ['@nestjs/core', 'fastify', 'bullmq', 'kafkajs', 'ioredis', 'pg', 'typeorm'];
  return {
    node: process.versions.node,
    Postgres: await postgresVersion(databaseUrl),
    Redis: await redisVersion(redisUrl),
    ...Object.fromEntries(packages.map((name) => [name, packageVersion(name)])),
  };
}

async function postgresVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}

async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    return /redis_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
  } finally {
    redis.disconnect();
  }
}

function packageVersion(name: string): string {
  const file = join(projectRoot(), 'node_modules', name, 'package.json');
  if (!existsSync(file)) return 'unknown';
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string };
  return version ?? 'unknown';
}
