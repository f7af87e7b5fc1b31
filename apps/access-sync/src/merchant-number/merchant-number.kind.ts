import { ComponentPictureChannel, PictureDownload } from '@tongbu/pictures';
import { SealedTexts } from '@tongbu/platform';
import {
  createKind,
  discreet,
  giveHint,
  type ComponentCalls,
  type FactBook,
  type SyncResources,
} from '@tongbu/sync-engine';
import { ACCESS } from '../access/access';
import { accessHints } from '../access/access.hint';
import { ComponentMerchantNumberChannel } from '../channel/component-merchant-number-channel';
import { ComponentMerchantPictures } from '../channel/merchant-pictures';
import type { AccessSyncConfig } from '../config';
import { MILESTONES_SUBJECT, type Milestones } from '../steps/milestones';
import { DocumentVault } from './document-vault';
import { keysCheck } from './keys-check';
import { READY } from './merchant-number';
import { MerchantNumberExecutor } from './merchant-number.executor';
import { merchantNumberPlanner } from './merchant-number.planner';
import { READY_SOURCE } from './merchant-number.status';

/** Puts merchant numbers together. A number that can take money counts for step 2.1 in the transaction that saw it. */
export function createMerchantNumbers(
  resources: SyncResources,
  calls: ComponentCalls,
  facts: Pick<FactBook, 'store'>,
  { MERCHANT_DATA_KEYS, PICTURES_FETCH, PICTURES_HOSTS }: AccessSyncConfig,
) {
  const { clock, database } = resources;
  const sealed = new SealedTexts(MERCHANT_DATA_KEYS, 'MERCHANT_DATA_KEYS');
  const vault = new DocumentVault(sealed);
  const pictures = new ComponentMerchantPictures(
    new ComponentPictureChannel(calls, 'media-id'),
    new ComponentPictureChannel(calls, 'pay-media-id'),
    PICTURES_FETCH ? new PictureDownload({ hosts: PICTURES_HOSTS }) : undefined,
  );
  const channel = new ComponentMerchantNumberChannel(calls);
  const executor = new MerchantNumberExecutor(channel, pictures, vault, clock);
  const kind = createKind(
    resources,
    merchantNumberPlanner,
    discreet(executor, (row) => executor.secretsOf(row)),
    {
      becameTrue: async (tx, appId, became) => {
        if (!became.includes(READY)) return;
        let isNews = false;
        await facts.store<Milestones>(tx, appId, MILESTONES_SUBJECT, (known) => {
          isNews = known?.['merchant-number'] === undefined;
          const reached = { at: clock.now().toISOString(), source: READY_SOURCE };
          return isNews ? { ...known, 'merchant-number': reached } : undefined;
        });
        const hint = { name: accessHints.heard, detail: {} };
        if (isNews) await giveHint(tx, { appId, kind: ACCESS, entityId: appId }, hint, 'content');
      },
    },
  );
  return { kind, vault, keysCheck: keysCheck(database, sealed) };
}
