import type { PaymentParameters } from '@tongbu/contracts';
import type { Command } from '@tongbu/sync-engine';
import type { TrialAccess, TrialAftersale, TrialOrder, TrialProduct } from './trial';

interface Named<Name extends string, Effect extends Command['effect']> extends Command {
  readonly name: Name;
  readonly effect: Effect;
}

export type TrialCommand =
  | Named<'look', 'repeatable'>
  | Named<'read-product' | 'read-order' | 'read-aftersale', 'read'>
  /** The first order under an id stays, whatever a repeated call carries; parameters are fresh each time. */
  | Named<'exchange-picture' | 'add-order' | 'ask-payment' | 'remove-product', 'repeatable'>
  | Named<'add-product' | 'ship' | 'open-aftersale' | 'accept-refund', 'once'>;

export type TrialFact =
  | { readonly kind: 'looked'; readonly access: TrialAccess; readonly generation: number }
  | { readonly kind: 'picture'; readonly url: string }
  | { readonly kind: 'product'; readonly product: TrialProduct; readonly reason: string }
  | { readonly kind: 'order'; readonly order: TrialOrder }
  | { readonly kind: 'payment'; readonly parameters: PaymentParameters }
  | { readonly kind: 'aftersale'; readonly aftersale: TrialAftersale }
  | { readonly kind: 'removed' };

/** `run` makes a refusal of an earlier run none of this one's. */
export function trialCommand(name: TrialCommand['name'], run: string): TrialCommand {
  const common = { lane: 'content' as const, fingerprint: run };
  switch (name) {
    case 'read-product':
    case 'read-order':
    case 'read-aftersale':
      return { name, effect: 'read', ...common };
    case 'add-product':
    case 'ship':
    case 'open-aftersale':
    case 'accept-refund':
      return { name, effect: 'once', intent: { run }, ...common };
    default:
      return { name, effect: 'repeatable', ...common };
  }
}
