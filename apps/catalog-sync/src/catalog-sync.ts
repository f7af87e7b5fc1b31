import { topics } from '@tongbu/contracts';
import { ComponentPictureChannel, PictureDownload } from '@tongbu/pictures';
import { createDrift, FactBook, runSyncService, type AdministeredThing } from '@tongbu/sync-engine';
import { CallbacksController } from './callbacks.controller';
import { createCatalogKinds } from './catalog-kinds';
import { CatalogueController, cataloguePaths } from './catalogue/catalogue.controller';
import { ComponentCatalogChannel } from './channel/component-catalog-channel';
import { ComponentCatalogListing } from './channel/component-catalog-listing';
import { ComponentQualificationChannel } from './channel/component-qualification-channel';
import { ComponentChanges } from './component-changes';
import type { CatalogSyncConfig } from './config';
import { ProductDriftSource } from './drift/product-drift.source';
import { migrations } from './migrations';
import { ProductEventsController } from './products/product-events.controller';
import { QualificationEventsController } from './qualifications/qualification-events.controller';
import { SceneEventsController } from './scenes/scene-events.controller';
import { SceneIntake } from './scenes/scene-intake';
import { PublishedScenes } from './scenes/published-scenes';
import { CATALOG_KINDS, COMPONENT_CHANGES, DATABASE, LOGGER } from './tokens';
import { usageHistory } from './usage-history';

/** Puts the service together and runs it. */
export function runCatalogSync(config: CatalogSyncConfig): Promise<void> {
  return runSyncService({
    name: 'catalog-sync',
    config,
    migrations,
    topics: [topics.merchantCatalog, topics.wechatAccess, topics.wechatCallbacks],
    usageHistory,
    build({ config: { PICTURES_FETCH, PICTURES_HOSTS }, resources, calls, accounts }) {
      const { database, inbox, clock, logger } = resources;
      const facts = new FactBook(database, inbox, []);
      const scenes = new PublishedScenes(facts, accounts);
      const catalog = new ComponentCatalogChannel(calls);
      const download = PICTURES_FETCH ? new PictureDownload({ hosts: PICTURES_HOSTS }) : undefined;
      const kinds = createCatalogKinds(
        resources,
        catalog,
        new ComponentQualificationChannel(calls, scenes),
        new ComponentPictureChannel(calls),
        scenes,
        download,
      );
      const { products, categoryQualifications, brandQualifications } = kinds;
      const listing = new ComponentCatalogListing(calls);
      const source = new ProductDriftSource(database, catalog, listing, clock);
      const drift = createDrift(database, source, products.wake, clock, logger);
      return {
        things: new Map<string, AdministeredThing>([
          ['products', { ...products, driftReports: drift.reports }],
          ['category-qualifications', categoryQualifications],
          ['brand-qualifications', brandQualifications],
        ]),
        parts: [...products.parts, ...categoryQualifications.parts, ...brandQualifications.parts, drift.part],
        controllers: [
          ProductEventsController,
          QualificationEventsController,
          SceneEventsController,
          CallbacksController,
          CatalogueController,
        ],
        paths: cataloguePaths,
        providers: [
          { provide: CATALOG_KINDS, useValue: kinds },
          { provide: SceneIntake, useValue: new SceneIntake(resources, scenes, facts, products.backfills) },
          { provide: COMPONENT_CHANGES, useValue: new ComponentChanges(resources) },
          { provide: DATABASE, useValue: database },
          { provide: LOGGER, useValue: logger },
        ],
      };
    },
  });
}
