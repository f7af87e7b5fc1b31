import { isDeepStrictEqual } from 'node:util';
import { REFRESH, type Difference, type DriftItem, type Hint } from '@tongbu/sync-engine';
import type { AftersaleRow, ReadAftersale } from '../aftersales/aftersale';
import type { Sight } from '../aftersales/aftersale.commands';
import type { DeadlineRules } from '../aftersales/aftersale.deadlines';
import { reduceAftersale } from '../aftersales/aftersale.reduce';

/** The hint that a repair gives: read it again. */
export const repairHint: Hint = { name: REFRESH, detail: {} };

/** Compares what the merchant was told of an after-sale with what WeChat shows. */
export function compareAftersale(
  row: AftersaleRow,
  sight: Sight,
  rules: DeadlineRules,
  now: Date,
): DriftItem | 'same' {
  const differences = differencesOf(row, sight);
  if (differences.length === 0) return 'same';
  const { events } = reduceAftersale(rules, row, { kind: 'read', sameAs: null, ...sight }, now);
  const told = events.map(({ type }) => `tell ${type.replace(/^wechat\.aftersale\.|\.v1$/g, '')}`);
  return {
    entityId: row.entityId,
    kind: 'different',
    differences,
    repair: {
      actions: ['read', ...told],
      why: 'It is read again; the merchant then hears what was missed, and what it wants is judged anew.',
    },
  };
}

/** An after-sale that the merchant has not heard of: its callback was lost. */
export function unheardAftersale(id: string): DriftItem {
  return {
    entityId: id,
    kind: 'different',
    differences: [{ field: 'aftersale', merchant: null, wechat: id }],
    repair: { actions: ['read', 'tell requested'], why: 'The merchant has not heard of it yet.' },
  };
}

/** An after-sale that WeChat has shown, and does not show any more. */
export function missingAftersale({ entityId, observed }: AftersaleRow): DriftItem {
  return {
    entityId,
    kind: 'only-at-merchant',
    differences: [{ field: 'state', merchant: observed?.aftersale?.state ?? null, wechat: null }],
    repair: { actions: [], why: 'WeChat forgets no after-sale: ask it where this one is.' },
  };
}

function differencesOf({ observed }: AftersaleRow, { aftersale, complaint }: Sight): Difference[] {
  const known = observed?.aftersale ?? null;
  const fields: Readonly<Record<string, readonly [unknown, unknown]>> = {
    ...Object.fromEntries(
      Object.entries(tellingFields(aftersale)).map(([field, shown]) => [
        field,
        [known === null ? null : tellingFields(known)[field], shown],
      ]),
    ),
    complaint: [observed?.complaint?.state ?? null, complaint?.state ?? null],
  };
  return Object.entries(fields).flatMap(([field, [merchant, wechat]]) =>
    isDeepStrictEqual(merchant, wechat) ? [] : [{ field, merchant, wechat }],
  );
}

/** What of an after-sale the merchant acts on. */
function tellingFields({
  state,
  amount,
  reason,
  line,
  shipment,
  refundId,
}: ReadAftersale): Record<string, unknown> {
  return {
    state,
    amount,
    'reason.text': reason.text,
    'reason.code': reason.rawCode,
    line,
    'shipment.carrierId': shipment?.carrierId ?? null,
    'shipment.waybill': shipment?.waybill ?? null,
    refundId,
  };
}
