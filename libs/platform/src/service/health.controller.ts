import { Controller, Get, Header, Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
  type HealthIndicatorFunction,
} from '@nestjs/terminus';
import { messageOf } from '../errors';
import { withDeadline } from '../with-deadline';
import { Metrics } from './metrics';

/** One condition for taking traffic (`ready`) or for being left alive (`live`). Throws when it does not hold. */
export interface HealthProbe {
  readonly name: string;
  readonly kind: 'ready' | 'live';
  check(): void | Promise<void>;
}

export const HEALTH_PROBES = Symbol('HEALTH_PROBES');

const PROBE_TIMEOUT_MS = 2_000;

@Controller()
export class HealthController implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(HEALTH_PROBES) private readonly probes: readonly HealthProbe[],
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  /** 200 as long as restarting the process would help nobody. */
  @Get('health/live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check(this.indicatorsOf('live'));
  }

  /** 200 when the service can do its work; 503 names the part that cannot. */
  @Get('health/ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    const stopping: HealthIndicatorFunction = () => {
      const indicator = this.indicators.check('service');
      return this.stopping ? indicator.down('stopping') : indicator.up();
    };
    return this.health.check([stopping, ...this.indicatorsOf('ready')]);
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  private indicatorsOf(kind: HealthProbe['kind']): HealthIndicatorFunction[] {
    return this.probes
      .filter((probe) => probe.kind === kind)
      .map((probe) => async () => {
        const indicator = this.indicators.check(probe.name);
        try {
          await withDeadline(
            Promise.resolve(probe.check()),
            PROBE_TIMEOUT_MS,
            'probe-late',
            `no answer within ${PROBE_TIMEOUT_MS} ms`,
          );
          return indicator.up();
        } catch (error) {
          return indicator.down(messageOf(error));
        }
      });
  }
}
