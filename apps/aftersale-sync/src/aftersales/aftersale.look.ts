import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { AftersaleChannel, AftersaleReference } from '../channel/aftersale-channel';
import type { AftersaleRow } from './aftersale';
import type { Sight } from './aftersale.commands';

/**
 * Looks at an after-sale and at the complaint that hangs on it; `complaintId` where the after-sale names none. `null`: WeChat
 * shows no such after-sale.
 */
export async function look(
  channel: AftersaleChannel,
  call: ChannelCall,
  row: AftersaleRow,
  complaintId: string | null,
): Promise<ChannelResult<Sight | null>> {
  const read = await channel.read(call, referenceOf(row));
  if (!read.ok) return read;
  const { value: aftersale, note } = read;
  if (aftersale === null) return { ok: true, value: null, note };
  const id = aftersale.complaintId ?? complaintId;
  const known = row.observed?.complaint ?? null;
  // What is over stays as it is.
  if (id === null || (known?.isOver === true && known.wechatComplaintId === id)) {
    return { ok: true, value: { aftersale, complaint: known }, note };
  }
  const complaint = await channel.readComplaint(call, id);
  return complaint.ok ? { ...complaint, value: { aftersale, complaint: complaint.value } } : complaint;
}

/** By WeChat's id, as soon as it is known; until then by the merchant's, under which it was opened. */
function referenceOf({ entityId, desired, observed }: AftersaleRow): AftersaleReference {
  if (observed?.wechatId != null) return { wechatId: observed.wechatId };
  return desired.opening === null ? { wechatId: entityId } : { merchantId: entityId };
}
