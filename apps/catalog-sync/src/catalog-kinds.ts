import { PictureExchange, type PictureChannel, type PictureDownload } from '@tongbu/pictures';
import {
  createKind,
  outdateLists,
  wakeWaiting,
  type Backfills,
  type KindOptions,
  type KindRuntime,
  type SyncResources,
} from '@tongbu/sync-engine';
import { BrandDesk } from './brand-qualifications/brand-qualification.desk';
import {
  brandQualificationPlanner,
  brandQualificationRules,
  type DesiredBrandQualification,
} from './brand-qualifications/brand-qualification';
import {
  categoryQualificationPlanner,
  categoryQualificationRules,
  type DesiredCategoryQualification,
} from './category-qualifications/category-qualification';
import { CategoryDesk } from './category-qualifications/category-qualification.desk';
import type { CatalogChannel } from './channel/catalog-channel';
import type { QualificationChannel } from './channel/qualification-channel';
import type { DesiredProduct } from './products/product';
import { productScopes } from './products/product.backfill';
import { ProductExecutor } from './products/product.executor';
import { createProductPlanner, PRODUCT } from './products/product.planner';
import { ProductReferences } from './products/product.references';
import { QualificationExecutor } from './qualifications/qualification.executor';
import { APPROVALS, CatalogLists } from './references/catalog-lists';
import { withdrawnReference } from './references/facts';
import type { Scenes } from './scenes/scenes';

/** The kinds of things this service keeps in step. */
export interface CatalogKinds {
  readonly products: KindRuntime<DesiredProduct>;
  readonly categoryQualifications: KindRuntime<DesiredCategoryQualification>;
  readonly brandQualifications: KindRuntime<DesiredBrandQualification>;
}

/** Few, and each needs a call now and then only. */
const QUALIFICATIONS_AT_ONCE = 2;

export function createCatalogKinds(
  resources: SyncResources,
  catalog: CatalogChannel,
  channel: QualificationChannel,
  pictureChannel: PictureChannel,
  scenes: Scenes,
  /** Left out: pictures are known by their addresses alone. */
  download?: PictureDownload,
): CatalogKinds {
  const { database, clock } = resources;
  const pictures = new PictureExchange(database, pictureChannel, clock, download);
  const lists = new CatalogLists(database, catalog, clock);
  const few = { ...resources, concurrency: QUALIFICATIONS_AT_ONCE };
  const products = createKind(
    resources,
    createProductPlanner({ looksAtPictures: download !== undefined }),
    new ProductExecutor(catalog, pictures, new ProductReferences(lists, scenes, clock), clock),
    { scopes: productScopes },
  );
  const becameTrue = tellProducts(products.backfills);
  return {
    products,
    categoryQualifications: createKind(
      few,
      categoryQualificationPlanner,
      new QualificationExecutor(
        categoryQualificationRules,
        new CategoryDesk(channel, lists),
        channel,
        pictures,
        clock,
      ),
      { becameTrue },
    ),
    brandQualifications: createKind(
      few,
      brandQualificationPlanner,
      new QualificationExecutor(
        brandQualificationRules,
        new BrandDesk(channel, lists),
        channel,
        pictures,
        clock,
      ),
      { becameTrue },
    ),
  };
}

/**
 * Has products planned again whose category or brand was approved, or is approved no more. First the lists: a product
 * that is being checked right now must not go by the old ones. Of an approval that was taken back a whole catalogue may
 * have made use; a backfill goes through it.
 */
function tellProducts(backfills: Backfills): NonNullable<KindOptions['becameTrue']> {
  return async (tx, appId, facts) => {
    await outdateLists(tx, appId, APPROVALS);
    for (const fact of facts) {
      const withdrawn = withdrawnReference(fact);
      if (withdrawn === undefined) await wakeWaiting(tx, appId, PRODUCT, [fact]);
      else await backfills.start(appId, { [SCOPES[withdrawn.of]]: [withdrawn.id] }, tx);
    }
  };
}

const SCOPES = { category: 'categoryIds', brand: 'brandIds' } as const satisfies Record<
  string,
  keyof typeof productScopes
>;
