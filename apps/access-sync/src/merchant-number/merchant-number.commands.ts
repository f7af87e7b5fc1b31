import type { Problem } from '@tongbu/contracts';
import type { Command } from '@tongbu/sync-engine';
import {
  identityOf,
  type CheckedApplication,
  type MerchantNumberState,
  type PictureIds,
  type SentApplication,
} from './merchant-number';

interface Read extends Command {
  readonly name: 'read';
  readonly effect: 'read';
}
/** Handing a picture in twice makes a second id, and harms nothing. */
interface ExchangePicture extends Command {
  readonly name: 'exchange-picture';
  readonly effect: 'repeatable';
  readonly field: string;
}
interface Apply extends Command {
  readonly name: 'apply';
  readonly effect: 'once';
  readonly sent: SentApplication;
}
/** Tells that a deadline is near; asks nobody. */
interface Warn extends Command {
  readonly name: 'warn';
  readonly effect: 'repeatable';
  readonly deadline: string;
}
export type MerchantNumberCommand = Read | ExchangePicture | Apply | Warn;

export type MerchantNumberFact =
  | { readonly kind: 'read'; readonly application: CheckedApplication | null }
  | { readonly kind: 'picture-exchanged'; readonly field: string; readonly ids: PictureIds }
  | { readonly kind: 'picture-refused'; readonly field: string; readonly problems: readonly Problem[] }
  /** WeChat does not take the ids it gave. */
  | { readonly kind: 'pictures-lost' }
  | { readonly kind: 'applied'; readonly sent: SentApplication }
  /** Another application is under way, or there is a number: most likely ours arrived after all. */
  | { readonly kind: 'taken'; readonly sent: SentApplication }
  | { readonly kind: 'warned'; readonly deadline: string };

const LANE = 'content';

export const read: Read = { name: 'read', effect: 'read', lane: LANE, fingerprint: 'read' };

export function exchangePicture(field: string): ExchangePicture {
  return { name: 'exchange-picture', effect: 'repeatable', lane: LANE, fingerprint: field, field };
}

export function apply({ desiredGeneration, observed }: MerchantNumberState): Apply {
  const sent = { generation: desiredGeneration, before: identityOf(observed?.application ?? null) };
  return {
    name: 'apply',
    effect: 'once',
    lane: LANE,
    fingerprint: String(desiredGeneration),
    intent: { ...sent },
    sent,
  };
}

export function warn(deadline: string): Warn {
  return { name: 'warn', effect: 'repeatable', lane: LANE, fingerprint: deadline, deadline };
}
