import { complaintEventOf, complaintStateOf, type ComplaintState } from '../endpoints/complaint-terms';
import { optionalId, wholeNumber, type PushFields } from './push-fields';

/** What a push says about a complaint: a hint to read it. */
export interface ComplaintPush {
  readonly complaintId: string;
  /** Missing when the push does not tell. */
  readonly state?: ComplaintState;
  readonly stateCode?: number;
  /** What happened; `other` for a number that is not documented. */
  readonly event?: string;
  readonly eventCode?: number;
}

/** Reads the body of a complaint's event, as `parsePush` normalised it. `undefined`: not about a complaint. */
export function complaintPushOf(event: string, body: PushFields): ComplaintPush | undefined {
  const complaintId = optionalId(body['complaint_order_id']);
  if (event !== 'complaint_notify' || complaintId === undefined) return undefined;
  const stateCode = wholeNumber(body['state']);
  const eventCode = wholeNumber(body['event']);
  return {
    complaintId,
    state: stateCode === undefined ? undefined : complaintStateOf(stateCode),
    stateCode,
    event: complaintEventOf(eventCode),
    eventCode,
  };
}
