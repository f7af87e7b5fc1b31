import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { addressDraft, addressToWire, wireAddress } from './address.wire';
import { ownPace } from './quotas';
import { done, json, keysOf, nameOf, noParameters, optionalText, wireInt, wireList, wireText } from './wire';

/** The categories whose qualification is approved. */
export const listApprovedCategories = defineEndpoint({
  path: '/shop/account/get_category_list',
  write: false,
  quota: ownPace('account-categories'),
  request: noParameters,
  response: z
    .object({
      data: wireList(
        z.object({
          first_cat_id: wireInt,
          second_cat_id: wireInt,
          third_cat_id: wireInt,
          first_cat_name: wireText,
          second_cat_name: wireText,
          third_cat_name: wireText,
        }),
      ),
    })
    .transform(({ data }) =>
      data.map((row) => ({
        id: row.third_cat_id,
        name: row.third_cat_name,
        parentIds: [row.first_cat_id, row.second_cat_id] as const,
        parentNames: [row.first_cat_name, row.second_cat_name] as const,
      })),
    ),
});

/** The id that stands for "no brand"; it needs no approval. */
export const NO_BRAND_ID = 2_100_000_000;

/** The brands whose qualification is approved. */
export const listApprovedBrands = defineEndpoint({
  path: '/shop/account/get_brand_list',
  write: false,
  quota: ownPace('account-brands'),
  request: noParameters,
  response: z
    .object({ data: wireList(z.object({ brand_id: wireInt, brand_wording: wireText })) })
    .transform(({ data }) => data.map((row) => ({ id: row.brand_id, name: row.brand_wording }))),
});

/** How buyers reach the shop. Without WeChat's own customer service products are refused later (1040042). */
export const SERVICE_CHANNELS = { wechat: 0, page: 1, phone: 2 } as const;
export type ServiceChannel = keyof typeof SERVICE_CHANNELS;

const accountInfo = z
  .object({
    serviceChannels: z.array(z.enum(keysOf(SERVICE_CHANNELS))).min(1),
    /** Page in the mini program, for `page`. */
    servicePath: z.string().min(1).optional(),
    /** For `phone`. */
    servicePhone: z.string().min(1).optional(),
    /** Where goods go when no address is named in time; province, city and town are needed by the newest page. */
    returnAddress: addressDraft.optional(),
  })
  .superRefine(({ serviceChannels, servicePath, servicePhone }, context) => {
    const need = (name: string, channel: ServiceChannel) =>
      context.addIssue({ code: 'custom', path: [name], message: `needed for the channel ${channel}` });
    if (serviceChannels.includes('page') && servicePath === undefined) need('servicePath', 'page');
    if (serviceChannels.includes('phone') && servicePhone === undefined) need('servicePhone', 'phone');
  });
export type AccountInfo = z.input<typeof accountInfo>;

/** Sets how buyers reach the shop, and the return address for after-sales. */
export const updateAccountInfo = defineEndpoint({
  path: '/shop/account/update_info',
  write: true,
  quota: ownPace('account-update'),
  request: accountInfo.transform((info) =>
    json({
      service_agent_path: info.servicePath,
      service_agent_phone: info.servicePhone,
      service_agent_type: info.serviceChannels.map((channel) => SERVICE_CHANNELS[channel]),
      default_receiving_address: info.returnAddress && addressToWire(info.returnAddress),
    }),
  ),
  response: done,
});

/** Reads what {@link updateAccountInfo} set. */
export const readAccountInfo = defineEndpoint({
  path: '/shop/account/get_info',
  write: false,
  quota: ownPace('account-info'),
  request: noParameters,
  response: z
    .object({
      data: z.object({
        service_agent_path: optionalText,
        service_agent_phone: optionalText,
        service_agent_type: wireList(wireInt),
        default_receiving_address: wireAddress.nullish(),
      }),
    })
    .transform(({ data }) => ({
      serviceChannels: data.service_agent_type.map((code) => nameOf(SERVICE_CHANNELS, code)),
      servicePath: data.service_agent_path,
      servicePhone: data.service_agent_phone,
      returnAddress: data.default_receiving_address ?? undefined,
    })),
});
