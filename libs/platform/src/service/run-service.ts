import 'reflect-metadata';
import { type DynamicModule, type LoggerService, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TerminusModule } from '@nestjs/terminus';
import { messageOf } from '../errors';
import { ProblemFilter } from '../http/problem.filter';
import type { Logger } from '../logger';
import { HEALTH_PROBES, HealthController, type HealthProbe } from './health.controller';
import { Metrics } from './metrics';

export interface ServiceDefinition {
  readonly name: string;
  readonly logger: Logger;
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  readonly probes: readonly HealthProbe[];
  readonly module: DynamicModule;
  /** Connects what receives events, before anything starts. */
  readonly configure?: (app: NestFastifyApplication) => void;
}

@Module({})
class ServiceModule {}

/**
 * Runs a service: its own module, health, readiness and metrics over HTTP, and a graceful end on SIGTERM and SIGINT:
 * readiness off, intake stopped, then the parts in reverse order.
 */
export async function runService(definition: ServiceDefinition): Promise<NestFastifyApplication> {
  const { logger, metrics, probes, module } = definition;
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: ServiceModule,
      imports: [TerminusModule.forRoot({ logger: false }), module],
      controllers: [HealthController],
      providers: [
        { provide: Metrics, useValue: metrics },
        { provide: HEALTH_PROBES, useValue: probes },
      ],
    },
    new FastifyAdapter({ forceCloseConnections: true }),
    { logger: nestLogger(logger), abortOnError: false },
  );
  app.useGlobalFilters(new ProblemFilter(logger));
  definition.configure?.(app);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  await app.init();
  await app.startAllMicroservices();
  await app.listen(definition.port, definition.host);
  logger.info({ url: await app.getUrl() }, `${definition.name} is up`);
  return app;
}

/** Ends the process with one clear line when a service cannot start. */
export function failStart(name: string, error: unknown): never {
  process.stderr.write(`${name} cannot start: ${messageOf(error)}\n`);
  process.exit(1);
}

function nestLogger(logger: Logger): LoggerService {
  const line =
    (level: 'info' | 'error' | 'warn' | 'debug') =>
    (message: unknown, ...rest: unknown[]) =>
      logger[level]({ nest: rest.at(-1) }, String(message));
  return {
    log: line('debug'),
    error: line('error'),
    warn: line('warn'),
    debug: line('debug'),
    verbose: line('debug'),
  };
}
