import { ERR } from '../api/errcodes';
import { list, record, text, textOrEmpty } from '../api/fields';
import { pageFields } from '../api/page';
import { openid } from '../orders/order-fields';

/** A wrong one among them is answered with, not refused. */
export const openidsFields = record({ openids: list(textOrEmpty(), { empty: ERR.PARAMETER_MISSING }) });
export const sharerPageFields = record(pageFields);
export const oneSharerFields = record({ openid: openid() });
export const livePageFields = record({ openid: openid(), ...pageFields });
export const liveOrderFields = record({ openid: openid(), live_export_id: text(), ...pageFields });
