import { productPushOf } from '@tongbu/wechat';
import type { Hint } from '@tongbu/sync-engine';
import type { ObservedProduct } from './product';

/** Names of the hints a product gets. */
export const productHints = { verdict: 'verdict', shelf: 'shelf', refresh: 'refresh' } as const;

/** Whether reading the product could tell something new. A verdict that was read already, or one on an older submission, cannot. */
export function isNews(hint: Hint, { draft, shelf }: ObservedProduct): boolean {
  if (hint.name === productHints.refresh || draft === null) return true;
  if (hint.name === productHints.shelf) return hint.detail['shelf'] !== shelf;
  const { submission, state, shelf: seenShelf } = hint.detail;
  if (typeof submission === 'number' && draft.submission !== null && submission < draft.submission)
    return false;
  const seen = submission === draft.submission && state === draft.state;
  return !seen || (seenShelf !== undefined && seenShelf !== shelf);
}

/** The hint in a callback, or undefined when it is not about a product. */
export function hintOfCallback(event: string, body: Readonly<Record<string, unknown>>): Hint | undefined {
  const push = productPushOf(event, body);
  if (push === undefined) return undefined;
  const { kind, ...detail } = push;
  return { name: productHints[kind], detail };
}
