import { wechatAftersaleMirrored } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import type { EventDraft, Reduction } from '@tongbu/sync-engine';
import {
  closedBecause,
  fixedContent,
  nothingShown,
  type MirrorRow,
  type ObservedMirror,
} from './mirrored-aftersale';
import type { MirrorFact } from './mirrored-aftersale.commands';

type MirrorReduction = Reduction<ObservedMirror>;

/** What we know after WeChat told us `fact`, and what the merchant hears about it. */
export function reduceMirror(row: MirrorRow, fact: MirrorFact): MirrorReduction {
  const known = row.observed ?? nothingShown;
  switch (fact.kind) {
    case 'order-learned':
      return silent({ ...known, order: fact.order });
    case 'read': {
      const { shown } = fact;
      if (shown === null) return silent({ ...known, existence: 'absent', outOfDate: false });
      return tell(row, { ...known, existence: 'present', state: shown.state, outOfDate: false });
    }
    case 'shown': {
      const { mirror, isNew } = fact;
      return tell(row, {
        ...known,
        existence: 'present',
        state: mirror.state,
        finished: known.finished || mirror.finishesOrder,
        contentHash: isNew ? fixedContent(mirror) : known.contentHash,
        orderOver: null,
      });
    }
    case 'order-over':
      return silent({
        ...known,
        orderOver: { problems: fact.problems, desiredGeneration: row.desiredGeneration },
        outOfDate: true,
      });
    default:
      return assertUnreachable(fact);
  }
}

/** Each state the merchant wants shown is told once, when WeChat shows it. */
function tell(row: MirrorRow, seen: ObservedMirror): MirrorReduction {
  const { mirror } = row.desired;
  const finishes = mirror.finishesOrder && (seen.finished || closedBecause(row, seen) !== undefined);
  const news = `${seen.state} ${finishes}`;
  if (seen.state !== mirror.state || seen.told === news) return silent(seen);
  const observed = { ...seen, told: news, changes: seen.changes + 1 };
  const { orderId, lines, type, refund, state } = mirror;
  const event: EventDraft = {
    type: wechatAftersaleMirrored.type,
    key: String(observed.changes),
    data: {
      orderId,
      wechatAftersaleId: null,
      merchantAftersaleId: row.entityId,
      merchantVersion: row.desiredVersion,
      lines,
      type,
      amount: refund,
      state,
      finishesOrder: finishes,
    },
  };
  return { observed, events: [event] };
}

function silent(observed: ObservedMirror): MirrorReduction {
  return { observed, events: [] };
}
