import { z } from 'zod';

/** A picture, by the ids that `/shop/img/upload` gave; the payment side goes by its own. */
const picture = z
  .object({ name: z.string().optional(), mediaId: z.string().optional(), payMediaId: z.string().optional() })
  .refine(({ mediaId, payMediaId }) => mediaId ?? payMediaId, 'expected mediaId or payMediaId');

const pictureToWire = ({ name, mediaId, payMediaId }: z.output<typeof picture>) => ({
  name,
  media_id: mediaId,
  pay_media_id: payMediaId,
});

const day = z.iso.date('expected a day as yyyy-MM-dd');

/**
 * An application for the number under which WeChat collects the shop's money. Personal data: not for logs. Two client
 * libraries report the shape; the official page is gone.
 */
export const merchantApplication = z.object({
  organizationType: z.number().int(),
  businessLicense: z.object({
    legalPerson: z.string().min(1),
    /** Without an end it holds for ever. */
    valid: z.object({ from: day, to: day.optional() }),
    copy: picture,
  }),
  identity: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('card'),
      /** In the payment side's own words. */
      documentType: z.string().optional(),
      name: z.string().min(1),
      number: z.string().min(1),
      validUntil: z.string().min(1),
      portraitSide: picture,
      emblemSide: picture,
    }),
    z.object({
      kind: z.literal('document'),
      documentType: z.string().optional(),
      name: z.string().min(1),
      number: z.string().min(1),
      validUntil: z.string().min(1),
      copy: picture,
    }),
  ]),
  contact: z.object({
    type: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
  }),
  bankAccount: z.object({
    type: z.string().min(1),
    /** Encrypted by the caller, as the payment side wants it. */
    encryptedName: z.string().min(1),
    encryptedNumber: z.string().min(1),
    bank: z.string().min(1),
    bankAddressCode: z.string().min(1),
    branchId: z.string().optional(),
    branchName: z.string().optional(),
    certificates: z
      .object({
        settlement: picture.optional(),
        relation: picture.optional(),
        others: z.array(picture).optional(),
      })
      .optional(),
  }),
  shortName: z.string().min(1),
  qualifications: z.array(picture).optional(),
  additions: z.object({ pictures: z.array(picture).optional(), text: z.string().optional() }).optional(),
});
export type MerchantApplication = z.input<typeof merchantApplication>;

type Application = z.output<typeof merchantApplication>;

export function applicationToWire(application: Application): object {
  const { businessLicense, identity, contact, additions } = application;
  return {
    organization_type: application.organizationType,
    business_license_info: {
      legal_person: businessLicense.legalPerson,
      // The text of a list of two days; the second may be "for ever".
      business_time: JSON.stringify([businessLicense.valid.from, businessLicense.valid.to ?? '长期']),
      wxa_business_license_copy: pictureToWire(businessLicense.copy),
    },
    id_doc_type: identity.documentType,
    ...identityToWire(identity),
    contact_info: {
      contact_type: contact.type,
      contact_email: contact.email,
      mobile_phone: contact.phone,
    },
    account_info: bankAccountToWire(application.bankAccount),
    merchant_shortname: application.shortName,
    qualifications: picturesToWire(application.qualifications),
    business_addition_pics: picturesToWire(additions?.pictures),
    business_addition_desc: additions?.text,
  };
}

function identityToWire(identity: Application['identity']): object {
  if (identity.kind === 'document') {
    return {
      id_doc_info: {
        id_doc_name: identity.name,
        id_doc_number: identity.number,
        doc_period_end: identity.validUntil,
        wxa_id_doc_copy: pictureToWire(identity.copy),
      },
    };
  }
  return {
    id_card_info: {
      id_card_name: identity.name,
      id_card_number: identity.number,
      id_card_valid_time: identity.validUntil,
      wxa_id_card_copy: pictureToWire(identity.portraitSide),
      wxa_id_card_national: pictureToWire(identity.emblemSide),
    },
  };
}

function bankAccountToWire({ certificates, ...account }: Application['bankAccount']): object {
  return {
    bank_account_type: account.type,
    account_name: account.encryptedName,
    account_number: account.encryptedNumber,
    account_bank: account.bank,
    bank_address_code: account.bankAddressCode,
    bank_branch_id: account.branchId,
    bank_name: account.branchName,
    account_cert_info: certificates && {
      wxa_settlement_cert_pic: certificates.settlement && pictureToWire(certificates.settlement),
      wxa_relation_cert_pic: certificates.relation && pictureToWire(certificates.relation),
      wxa_other_cert_pics: certificates.others?.map(pictureToWire),
    },
  };
}

function picturesToWire(pictures: readonly z.output<typeof picture>[] | undefined): object | undefined {
  return pictures && { pic_file_list: pictures.map(pictureToWire) };
}
