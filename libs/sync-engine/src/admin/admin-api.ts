import type { Provider, Type } from '@nestjs/common';
import { ApiKeys } from '@tongbu/platform';
import { BackfillController, BACKFILLS } from '../backfill/backfill.controller';
import type { Backfills } from '../backfill/backfills';
import { DRIFT_REPORTS, DriftController } from '../drift/drift.controller';
import type { DriftReports } from '../drift/drift-reports';
import type { EntityAdmin } from './entity-admin';
import { ENTITY_ADMINS, EntityAdminController } from './entity-admin.controller';
import { OPENAPI_PATHS, OpenApiController } from './openapi.controller';
import { QuotaController, QUOTAS, type Quotas } from './quota.controller';

/** What operators can see of one kind of thing, and do about it. */
export interface AdministeredThing {
  readonly admin: EntityAdmin;
  readonly backfills: Backfills;
  /** Left out where nothing can be compared. */
  readonly driftReports?: DriftReports;
}

export interface AdminApiOptions {
  /** By the name they have in paths, such as `products`. */
  readonly things: ReadonlyMap<string, AdministeredThing>;
  readonly quotas: Quotas;
  readonly apiKeys: ApiKeys;
  /** OpenAPI paths of what a service answers beside the admin API. */
  readonly paths?: Readonly<Record<string, object>>;
}

export interface AdminApi {
  readonly controllers: Type[];
  readonly providers: Provider[];
}

/** The admin API that every service has, for its module. */
export function adminApi({ things, quotas, apiKeys, paths = {} }: AdminApiOptions): AdminApi {
  const names = [...things];
  const driftReports = names.flatMap(([name, thing]) =>
    thing.driftReports === undefined ? [] : [[name, thing.driftReports] as const],
  );
  return {
    controllers: [
      OpenApiController,
      QuotaController,
      BackfillController,
      DriftController,
      EntityAdminController,
    ],
    providers: [
      { provide: ENTITY_ADMINS, useValue: new Map(names.map(([name, { admin }]) => [name, admin])) },
      { provide: BACKFILLS, useValue: new Map(names.map(([name, { backfills }]) => [name, backfills])) },
      { provide: DRIFT_REPORTS, useValue: new Map(driftReports) },
      { provide: OPENAPI_PATHS, useValue: paths },
      { provide: QUOTAS, useValue: quotas },
      { provide: ApiKeys, useValue: apiKeys },
    ],
  };
}
