import { z } from 'zod';
import { optionalText, wireText } from './wire';

/** A postal address. WeChat documentation: orders; the parts from country to town are optional there. */
export const addressDraft = z.object({
  receiverName: z.string().min(1),
  /** Street and house. */
  detailedAddress: z.string().min(1),
  phone: z.string().min(1),
  country: z.string().optional(),
  province: z.string().optional(),
  city: z.string().optional(),
  /** District or township. */
  town: z.string().optional(),
});
export type AddressDraft = z.input<typeof addressDraft>;

export function addressToWire(address: z.output<typeof addressDraft>): object {
  return {
    receiver_name: address.receiverName,
    detailed_address: address.detailedAddress,
    tel_number: address.phone,
    country: address.country,
    province: address.province,
    city: address.city,
    town: address.town,
  };
}

/** An address as WeChat holds it. Personal data: not for logs. */
export const wireAddress = z
  .object({
    receiver_name: wireText,
    detailed_address: wireText,
    tel_number: wireText,
    country: optionalText,
    province: optionalText,
    city: optionalText,
    town: optionalText,
  })
  .transform((address) => ({
    receiverName: address.receiver_name,
    detailedAddress: address.detailed_address,
    phone: address.tel_number,
    country: address.country,
    province: address.province,
    city: address.city,
    town: address.town,
  }));
export type WechatAddress = z.output<typeof wireAddress>;
