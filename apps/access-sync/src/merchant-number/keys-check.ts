import { CodedError, type Sql, type SealedTexts, type ServicePart } from '@tongbu/platform';
import { MERCHANT_NUMBER, type DesiredMerchantNumber } from './merchant-number';

/** Refuses to start without a key that a document which is still needed was sealed with. */
export function keysCheck(sql: Sql, sealed: SealedTexts): ServicePart {
  return {
    name: 'document keys',
    async start() {
      const rows = await sql.query<{ app_id: string; desired: DesiredMerchantNumber }>(
        `SELECT app_id, desired FROM sync_rows WHERE kind = $1 AND observed->>'readyAt' IS NULL`,
        [MERCHANT_NUMBER],
      );
      const shut = rows.filter(({ desired }) => !sealed.hasKeyOf(desired.document));
      if (shut.length === 0) return;
      const apps = shut.map(({ app_id }) => app_id).join(', ');
      throw new CodedError(
        'config-invalid',
        'the configuration is wrong:\n  MERCHANT_DATA_KEYS: the key is missing with which the documents for the merchant ' +
          `numbers of these mini programs were sealed: ${apps}. Keep an old key behind the new one`,
        false,
      );
    },
    stop: () => undefined,
  };
}
