import { topics } from '@tongbu/contracts';
import { createKind, discreet, FactBook, runSyncService, type AdministeredThing } from '@tongbu/sync-engine';
import { ACCESS } from './access/access';
import { AccessEventsController } from './access/access-events.controller';
import { AccessExecutor } from './access/access.executor';
import { accessPlanner } from './access/access.planner';
import { knownAccounts } from './access/known-accounts';
import { CallbacksController } from './callbacks.controller';
import { ComponentAccessChannel } from './channel/component-access-channel';
import { ComponentTrialChannel } from './channel/component-trial-channel';
import { ComponentSharerChannel } from './channel/component-sharer-channel';
import type { AccessSyncConfig } from './config';
import { createMerchantNumbers } from './merchant-number/merchant-number.kind';
import { DocumentVault } from './merchant-number/document-vault';
import { MerchantNumberController } from './merchant-number/merchant-number.controller';
import { merchantNumberPaths } from './merchant-number/merchant-number.openapi';
import { MerchantNumberEventsController } from './merchant-number/merchant-number-events.controller';
import { MERCHANT_NUMBER } from './merchant-number/merchant-number';
import { migrations } from './migrations';
import { KeptMilestones, MilestoneIntake } from './steps/milestone-book';
import { FirstSaleController } from './steps/first-sale.controller';
import { FirstSuccessesController } from './steps/first-successes.controller';
import { StepsController } from './steps/steps.controller';
import { stepPaths } from './steps/steps.openapi';
import { TrialController } from './trial/trial.controller';
import { TrialExecutor } from './trial/trial.executor';
import { trialPaths } from './trial/trial.openapi';
import { trialPlanner } from './trial/trial.planner';
import { SharerEventsController } from './sharers/sharer-events.controller';
import { SharerExecutor } from './sharers/sharer.executor';
import { sharerPlanner } from './sharers/sharer.planner';
import { ACCESS_RUNTIME, CLOCK, FACTS, LOGGER, MERCHANT_NUMBERS, SHARER_RUNTIME, TRIALS } from './tokens';
import { ComponentSharingChannel } from './promoters/component-sharing-channel';
import { SharingChannel } from './promoters/sharing-channel';
import { SharingController } from './promoters/sharing.controller';
import { sharingPaths } from './promoters/sharing.openapi';

const HOUR = 3_600_000;
/** One a mini program, and seldom. */
const TRIALS_AT_ONCE = 2;

/** Puts the service together and runs it. */
export function runAccessSync(config: AccessSyncConfig): Promise<void> {
  return runSyncService({
    name: 'access-sync',
    config,
    migrations,
    topics: [
      topics.merchantAccess,
      topics.wechatCatalog,
      topics.wechatOrders,
      topics.wechatLogistics,
      topics.wechatAftersales,
      topics.wechatCallbacks,
    ],
    build({ resources, calls, accounts }) {
      const { database, inbox, clock, logger } = resources;
      // An account is hinted at by name when something is told of it; nobody has to be looked for.
      const facts = new FactBook(database, inbox, []);
      const channel = new ComponentAccessChannel(calls);
      const access = createKind(
        resources,
        accessPlanner(config.CONFIRM_WITHIN_HOURS * HOUR),
        new AccessExecutor(channel, new KeptMilestones(facts), clock),
      );
      const trials = createKind(
        { ...resources, concurrency: TRIALS_AT_ONCE },
        trialPlanner,
        new TrialExecutor(new ComponentTrialChannel(calls), channel, clock),
      );
      const milestones = new MilestoneIntake(facts, access.intake);
      const numbers = createMerchantNumbers(resources, calls, milestones, config);
      const sharerExecutor = new SharerExecutor(new ComponentSharerChannel(calls), clock);
      const sharers = createKind(
        resources,
        sharerPlanner,
        discreet(sharerExecutor, ({ entityId }) => [entityId]),
        { personalIds: true },
      );
      return {
        things: new Map<string, AdministeredThing>([
          [ACCESS, access],
          ['trials', trials],
          [MERCHANT_NUMBER, numbers.kind],
          ['sharers', sharers],
        ]),
        parts: [
          numbers.keysCheck,
          ...access.parts,
          ...trials.parts,
          ...numbers.kind.parts,
          ...sharers.parts,
          knownAccounts(access, () => accounts.all().map(({ appId }) => appId), logger),
        ],
        controllers: [
          AccessEventsController,
          SharerEventsController,
          FirstSuccessesController,
          FirstSaleController,
          MerchantNumberEventsController,
          MerchantNumberController,
          CallbacksController,
          StepsController,
          TrialController,
          SharingController,
        ],
        providers: [
          { provide: ACCESS_RUNTIME, useValue: access },
          { provide: TRIALS, useValue: trials },
          { provide: MERCHANT_NUMBERS, useValue: numbers.kind },
          { provide: DocumentVault, useValue: numbers.vault },
          { provide: SHARER_RUNTIME, useValue: sharers },
          { provide: FACTS, useValue: facts },
          { provide: MilestoneIntake, useValue: milestones },
          { provide: SharingChannel, useValue: new ComponentSharingChannel(calls) },
          { provide: CLOCK, useValue: clock },
          { provide: LOGGER, useValue: logger },
        ],
        paths: { ...stepPaths, ...trialPaths, ...merchantNumberPaths, ...sharingPaths },
      };
    },
  });
}
