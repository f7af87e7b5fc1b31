import type { Plan } from '@tongbu/sync-engine';
import { orderFact, type OrderFacts } from '../orders/order-facts';
import { isAtWechat, learnOrder, mustLearn, waitForOrder } from '../orders/order-knowledge';
import { orderCollectedBy } from '../orders/order.problems';
import {
  closedBecause,
  fixedContent,
  nothingShown,
  type DesiredMirror,
  type MirrorRow,
} from './mirrored-aftersale';
import { addMirror, readMirror, updateMirror, type MirrorCommand } from './mirrored-aftersale.commands';
import { contentIsFixed, pathMissing, unknownLines } from './mirrored-aftersale.problems';

type MirrorPlan = Plan<MirrorCommand>;

const run = (command: MirrorCommand): MirrorPlan => ({ kind: 'run', command });

/**
 * What to do next for an after-sale that the merchant runs: show it at WeChat, and its newest state. WeChat runs the
 * after-sales of orders that the component collects; there these calls answer success and do nothing.
 */
export function planMirror(row: MirrorRow, now: Date): MirrorPlan {
  const { desired, hint, generation, entityId } = row;
  const { mirror } = desired;
  const observed = row.observed ?? nothingShown;
  const suffices = (facts: OrderFacts) => isAtWechat(facts) && pathOf(mirror, facts) !== '';
  if (mustLearn(generation, observed.order, mirror.orderId, suffices)) return run(learnOrder(mirror.orderId));
  const atWechat = observed.order?.facts?.atWechat ?? null;
  if (atWechat === null) return waitForOrder(mirror.orderId, desired.at, now);
  if (atWechat.collectedBy === 'component') {
    return { kind: 'park', problems: [orderCollectedBy(mirror.orderId, 'component')] };
  }
  if (observed.existence === 'unknown' || observed.outOfDate || hint !== null) return run(readMirror);
  if (observed.existence === 'absent') {
    const problems = unknownLines(mirror, atWechat.lines);
    if (problems.length > 0) return { kind: 'park', problems };
    const path = pathOf(mirror, observed.order?.facts ?? null);
    return path === ''
      ? { kind: 'park', problems: [pathMissing], waitingFor: [orderFact(mirror.orderId)] }
      : run(addMirror({ ...mirror, path }));
  }
  const { state, finished, contentHash } = observed;
  const closed = closedBecause(row, observed);
  const isShown = state === mirror.state && (finished || closed !== undefined || !mirror.finishesOrder);
  if (!isShown) return closed === undefined ? run(updateMirror(mirror)) : { kind: 'park', problems: closed };
  const isSame = contentHash === null || contentHash === fixedContent(mirror);
  return isSame ? { kind: 'idle' } : { kind: 'park', problems: [contentIsFixed(entityId)] };
}

/** The page of the after-sale, or that of its order; empty: nobody has named one. */
function pathOf({ path }: DesiredMirror['mirror'], facts: OrderFacts | null): string {
  return path === '' ? (facts?.path ?? '') : path;
}
