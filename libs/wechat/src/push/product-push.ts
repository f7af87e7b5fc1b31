import { text, type PushFields } from './push-fields';

/** What a push says about a product. `submission` is the number we gave the audited draft, when WeChat echoes it. */
export type ProductPush =
  | {
      readonly kind: 'verdict';
      readonly state: 'approved' | 'rejected';
      readonly submission?: number;
      readonly shelf?: ProductShelf;
    }
  | { readonly kind: 'shelf'; readonly shelf: ProductShelf; readonly reason: string };

export type ProductShelf = 'unlisted' | 'listed' | 'delisted' | 'taken-down';

/** Shelf states. WeChat documentation: product state machine; other values mean "not listed". */
export function shelfOf(status: string | number): ProductShelf {
  switch (Number(status)) {
    case 5:
      return 'listed';
    case 11:
      return 'delisted';
    case 13:
      return 'taken-down';
    default:
      return 'unlisted';
  }
}

/** Reads the body of a product's event, as `parsePush` normalised it. `undefined`: not about a product. */
export function productPushOf(event: string, body: PushFields): ProductPush | undefined {
  const status = text(body['status']);
  switch (event) {
    case 'open_product_spu_audit': {
      const version = text(body['info_version']);
      const shelf = text(body['spu_status']);
      return {
        kind: 'verdict',
        state: status === '4' ? 'approved' : 'rejected',
        ...(/^\d+$/.test(version) ? { submission: Number(version) } : {}),
        ...(shelf === '' ? {} : { shelf: shelfOf(shelf) }),
      };
    }
    case 'open_product_spu_status_update':
      // One SDK names the reason as the audit event does.
      return {
        kind: 'shelf',
        shelf: shelfOf(status),
        reason: text(body['reason']) || text(body['reject_reason']),
      };
    default:
      return undefined;
  }
}
