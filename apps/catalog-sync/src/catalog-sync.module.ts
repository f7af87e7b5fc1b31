import { Module, type DynamicModule } from '@nestjs/common';
import { ServiceParts, type Logger, type ServicePart } from '@tongbu/platform';
import type { AdminApi } from '@tongbu/sync-engine';
import { CallbacksController } from './callbacks.controller';
import type { CatalogKinds } from './catalog-kinds';
import { ProductEventsController } from './products/product-events.controller';
import { QualificationEventsController } from './qualifications/qualification-events.controller';
import { CATALOG_KINDS, LOGGER } from './tokens';

@Module({})
export class CatalogSyncModule {
  static register(
    kinds: CatalogKinds,
    admin: AdminApi,
    parts: readonly ServicePart[],
    logger: Logger,
  ): DynamicModule {
    return {
      module: CatalogSyncModule,
      controllers: [
        ProductEventsController,
        QualificationEventsController,
        CallbacksController,
        ...admin.controllers,
      ],
      providers: [
        { provide: CATALOG_KINDS, useValue: kinds },
        ...admin.providers,
        { provide: LOGGER, useValue: logger },
        { provide: ServiceParts, useValue: new ServiceParts(parts, logger) },
      ],
    };
  }
}
