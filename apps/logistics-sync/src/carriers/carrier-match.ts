import type { ParcelCarrier } from '@tongbu/contracts';
import type { Carrier } from '../channel/shipping-channel';
import { comparable } from './carrier-names';

/**
 * The id of the carrier that has this code, or else this name. Never a guess: not when several have the name, and not the
 * catch-all, whatever it is called.
 */
export function matchCarrier({ code, name }: ParcelCarrier, carriers: readonly Carrier[]): string | null {
  const listed = carriers.filter(({ isCatchAll }) => !isCatchAll);
  const byCode = listed.filter(({ id }) => isSame(id, code));
  const byName = listed.filter((carrier) => isSame(carrier.name, name));
  const found = byCode.length > 0 ? byCode : byName;
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}

function isSame(listed: string, given: string | undefined): boolean {
  return given !== undefined && comparable(given) !== '' && comparable(listed) === comparable(given);
}
