import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { applicationToWire, merchantApplication } from './merchant-application.wire';
import { wireApplication, wireApplicationState } from './merchant-number.wire';
import { ownPace } from './quotas';
import { done, json, noParameters } from './wire';

/**
 * Applies for the sub-merchant's number. The answer says only that the application was taken; how it stands is read with
 * {@link readMerchantApplication}.
 */
export const applyForMerchantNumber = defineEndpoint({
  path: '/shop/wxpay/apply',
  write: true,
  quota: ownPace('merchant-number-apply'),
  request: merchantApplication.transform((application) => json(applicationToWire(application))),
  response: done,
});

/** How the application stands; nothing is set when there is none. */
export const readMerchantApplication = defineEndpoint({
  path: '/shop/wxpay/get',
  write: false,
  quota: ownPace('merchant-number-get'),
  request: noParameters,
  response: z
    .object({ pay_req: wireApplication.nullish(), pay_resp: wireApplicationState.nullish() })
    .transform(({ pay_req, pay_resp }) => ({
      application: pay_req ?? undefined,
      state: pay_resp ?? undefined,
    })),
});

/** What WeChat knows of the merchant for a new application, masked. */
export const readMerchantPrefill = defineEndpoint({
  path: '/shop/wxpay/get_info',
  write: false,
  quota: ownPace('merchant-number-prefill'),
  request: noParameters,
  response: z.object({ pay_req: wireApplication.nullish() }).transform(({ pay_req }) => pay_req ?? undefined),
});
