import { aftersaleDeadlines, type AftersaleDeadline } from '@tongbu/contracts';
import { REFRESH, type Hint } from '@tongbu/sync-engine';
import { isFinal, type ObservedAftersale } from './aftersale';

/** Names of the hints an after-sale gets. */
export const aftersaleHints = {
  changed: 'changed',
  overdue: 'overdue',
  complaint: 'complaint',
  listed: 'listed',
  refresh: REFRESH,
} as const;

/** Whether reading it could tell something new. What has ended stays as it is, but for its complaint. */
export function isNews({ name, detail }: Hint, { aftersale, complaint }: ObservedAftersale): boolean {
  if (name === aftersaleHints.refresh || aftersale === null) return true;
  if (name === aftersaleHints.complaint) {
    return complaint === null || complaint.wechatComplaintId !== detail['complaintId'] || !complaint.isOver;
  }
  return !isFinal(aftersale.state);
}

/** The complaint to read along with the after-sale: the one it has, or the one that we were told of. */
export function complaintOf({ complaint }: ObservedAftersale, hint: Hint | null): string | null {
  const told = hint?.detail['complaintId'];
  return typeof told === 'string' ? told : (complaint?.wechatComplaintId ?? null);
}

/** The deadline that WeChat says has passed. */
export function overdueIn(hint: Hint | null): AftersaleDeadline | undefined {
  return aftersaleDeadlines.find((deadline) => deadline === hint?.detail['overdue']);
}
