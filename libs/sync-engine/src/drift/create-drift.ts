import type { Clock, Database, Logger, ServicePart } from '@tongbu/platform';
import type { WakeUp } from '../work-queue';
import type { DriftSource } from './drift';
import { DriftReports } from './drift-reports';
import { DriftRunner } from './drift-runner';

/** Drift reports of a kind of thing, and what makes them. */
export interface Drift {
  readonly reports: DriftReports;
  readonly part: ServicePart;
}

/** `wake`: wakes the workers of the rows that a repair has changed. */
export function createDrift(
  database: Database,
  source: DriftSource,
  wake: (rows: readonly WakeUp[]) => Promise<void>,
  clock: Clock,
  logger: Logger,
): Drift {
  return {
    reports: new DriftReports(database, source, wake),
    part: new DriftRunner(database, source, clock).part(logger),
  };
}
