import type { AccessRecord } from '../access/access-record';
import type { MerchantApplication } from '../merchant-number/application';

/** How far an account has come, as the data file has it. */
export function accessForm({ seen, declared, scenes, ...access }: AccessRecord): object {
  return { ...access, seen: [...seen], declared: [...declared], scenes: [...scenes.values()] };
}

/** An application for the sub-merchant's number, as the data file has it. */
export function applicationForm({ applymentId, ...application }: MerchantApplication): object {
  return { ...application, applymentId: String(applymentId) };
}
