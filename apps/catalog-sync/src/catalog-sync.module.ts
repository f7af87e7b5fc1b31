import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from '@tongbu/platform';
import { ServiceParts, type ServicePart } from '@tongbu/platform';
import { EntityIntake } from '@tongbu/sync-engine';
import type { DesiredProduct } from './products/product';
import { ProductEventsController } from './products/product-events.controller';
import { LOGGER } from './tokens';

@Module({})
export class CatalogSyncModule {
  static register(
    intake: EntityIntake<DesiredProduct>,
    parts: readonly ServicePart[],
    logger: Logger,
  ): DynamicModule {
    return {
      module: CatalogSyncModule,
      controllers: [ProductEventsController],
      providers: [
        { provide: EntityIntake, useValue: intake },
        { provide: LOGGER, useValue: logger },
        { provide: ServiceParts, useValue: new ServiceParts(parts, logger) },
      ],
    };
  }
}
