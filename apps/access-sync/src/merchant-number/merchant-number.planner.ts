import { wechatMerchantNumberParked } from '@tongbu/contracts';
import type { Planner } from '@tongbu/sync-engine';
import { MERCHANT_NUMBER, type DesiredMerchantNumber, type ObservedMerchantNumber } from './merchant-number';
import type { MerchantNumberCommand, MerchantNumberFact } from './merchant-number.commands';
import { planMerchantNumber } from './merchant-number.plan';
import { reduceMerchantNumber } from './merchant-number.reduce';

/** The rules of a mini program's secondary merchant number. */
export const merchantNumberPlanner: Planner<
  DesiredMerchantNumber,
  ObservedMerchantNumber,
  MerchantNumberCommand,
  MerchantNumberFact
> = {
  kind: MERCHANT_NUMBER,
  plan: planMerchantNumber,
  reduce: reduceMerchantNumber,
  parked: ({ desiredVersion }, problems) => ({
    type: wechatMerchantNumberParked.type,
    data: { merchantVersion: desiredVersion, problems },
  }),
};
