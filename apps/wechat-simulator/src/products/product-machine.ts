import { assertUnreachable } from '@tongbu/platform';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';
import type { EditStatus, ShelfStatus } from './product';

export interface ProductState {
  readonly status: ShelfStatus;
  readonly editStatus: EditStatus;
  /** Whether there is online data. */
  readonly online: boolean;
}

export type ProductAction =
  'store' | 'submit' | 'withdraw' | 'approve' | 'reject' | 'list' | 'delist' | 'take-down' | 'restore';

/**
 * The next state of a product, or the code an action is refused with. Draft and shelf move independently: a listed
 * product may have a draft under review while its online data goes on selling.
 */
export function nextState(state: ProductState, action: ProductAction): Result<ProductState> {
  const { status, editStatus, online } = state;
  switch (action) {
    case 'store':
      return editStatus === 2 ? refuse(ERR.UNDER_AUDIT) : accept({ ...state, editStatus: 1 });
    case 'submit':
      return editStatus === 2 ? refuse(ERR.UNDER_AUDIT) : accept({ ...state, editStatus: 2 });
    case 'withdraw':
      return editStatus === 2 ? accept({ ...state, editStatus: 1 }) : refuse(ERR.NOT_UNDER_AUDIT);
    case 'approve':
      if (editStatus !== 2) return refuse(ERR.NOT_UNDER_AUDIT);
      // Approval lists a product that was never listed or that the platform took down; the merchant's own delisting stays.
      return accept({ status: status === 11 ? 11 : 5, editStatus: 4, online: true });
    case 'reject':
      return editStatus === 2 ? accept({ ...state, editStatus: 3 }) : refuse(ERR.NOT_UNDER_AUDIT);
    case 'list':
      if (!online) return refuse(ERR.NO_ONLINE_DATA);
      if (status === 13) return refuse(ERR.NOT_SUPPORTED, 'delisted by the platform');
      return accept({ ...state, status: 5 });
    case 'delist':
      if (status === 13) return refuse(ERR.NOT_SUPPORTED, 'delisted by the platform');
      return accept({ ...state, status: 11 });
    case 'take-down':
      return status === 5 ? accept({ ...state, status: 13 }) : refuse(ERR.NOT_SUPPORTED, 'not listed');
    case 'restore':
      return status === 13 ? accept({ ...state, status: 5 }) : refuse(ERR.NOT_SUPPORTED, 'not taken down');
    default:
      return assertUnreachable(action);
  }
}
