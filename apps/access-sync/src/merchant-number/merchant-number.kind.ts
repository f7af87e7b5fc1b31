import { ComponentPictureChannel, PictureDownload } from '@tongbu/pictures';
import { SealedTexts } from '@tongbu/platform';
import { createKind, discreet, type ComponentCalls, type SyncResources } from '@tongbu/sync-engine';
import { ComponentMerchantNumberChannel } from '../channel/component-merchant-number-channel';
import { ComponentMerchantPictures } from '../channel/merchant-pictures';
import type { AccessSyncConfig } from '../config';
import type { MilestoneIntake } from '../steps/milestone-book';
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
  milestones: MilestoneIntake,
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
        await milestones.noted(tx, appId, 'merchant-number', clock.now().toISOString(), READY_SOURCE);
      },
    },
  );
  return { kind, vault, keysCheck: keysCheck(database, sealed) };
}
