import { Module, type DynamicModule } from '@nestjs/common';
import { ApiKeys, ServiceParts, type Logger, type ServicePart } from '@tongbu/platform';
import {
  ENTITY_ADMINS,
  EntityAdminController,
  EntityIntake,
  OpenApiController,
  type KindRuntime,
} from '@tongbu/sync-engine';
import type { DesiredProduct } from './products/product';
import { ProductEventsController } from './products/product-events.controller';
import { LOGGER } from './tokens';

@Module({})
export class CatalogSyncModule {
  static register(
    products: KindRuntime<DesiredProduct>,
    apiKeys: ApiKeys,
    parts: readonly ServicePart[],
    logger: Logger,
  ): DynamicModule {
    return {
      module: CatalogSyncModule,
      controllers: [ProductEventsController, OpenApiController, EntityAdminController],
      providers: [
        { provide: EntityIntake, useValue: products.intake },
        { provide: ENTITY_ADMINS, useValue: new Map([['products', products.admin]]) },
        { provide: ApiKeys, useValue: apiKeys },
        { provide: LOGGER, useValue: logger },
        { provide: ServiceParts, useValue: new ServiceParts(parts, logger) },
      ],
    };
  }
}
