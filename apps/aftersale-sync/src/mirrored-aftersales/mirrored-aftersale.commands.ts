import type { Problem } from '@tongbu/contracts';
import { hash, type Command } from '@tongbu/sync-engine';
import type { ShownMirror } from '../channel/mirror-channel';
import type { LearnOrder, OrderKnowledge } from '../orders/order-knowledge';
import type { DesiredMirror } from './mirrored-aftersale';

interface Named<Name extends string, Effect extends Command['effect']> extends Command {
  readonly name: Name;
  readonly effect: Effect;
}

export type MirrorCommand =
  | Named<'read', 'read'>
  | LearnOrder
  /** WeChat takes it again under the same id, and a state as often as it is sent. */
  | (Named<'add', 'repeatable'> & { readonly mirror: DesiredMirror['mirror'] })
  | (Named<'update', 'repeatable'> & { readonly mirror: DesiredMirror['mirror'] });

/** What WeChat, or our own table of facts, told us. */
export type MirrorFact =
  | { readonly kind: 'read'; readonly shown: ShownMirror | null }
  | { readonly kind: 'order-learned'; readonly order: OrderKnowledge }
  | { readonly kind: 'shown'; readonly mirror: DesiredMirror['mirror']; readonly isNew: boolean }
  /** WeChat takes no change of the order's after-sales in its present state. */
  | { readonly kind: 'order-over'; readonly problems: readonly Problem[] };

export const readMirror: MirrorCommand = { name: 'read', effect: 'read', lane: 'money', fingerprint: 'read' };

export function addMirror(mirror: DesiredMirror['mirror']): MirrorCommand {
  return { name: 'add', effect: 'repeatable', lane: 'money', fingerprint: hash(mirror), mirror };
}

export function updateMirror(mirror: DesiredMirror['mirror']): MirrorCommand {
  const { state, finishesOrder } = mirror;
  const fingerprint = hash({ state, finishesOrder });
  return { name: 'update', effect: 'repeatable', lane: 'money', fingerprint, mirror };
}
