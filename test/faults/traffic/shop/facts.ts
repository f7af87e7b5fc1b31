import type { Problem } from '@tongbu/contracts';
import type { Expectation } from '../../judging/compare-entity';
import type { Finding } from '../../judging/finding';
import { distinct, outOfOrder, toldTwice, untold, type ToldEvent } from '../../judging/told';

/** What WeChat or Tongbu may add to any order, without anybody waiting for it. */
const BY_THE_WAY = ['order.attributed', 'order.settled', 'aftersale.refunding'];

/** What an event tells, such as `order.paid` or `shipment.synchronised PK-1`: the same fact is told once. */
export function factOf({ name, data }: ToldEvent): string {
  switch (name) {
    case 'order.payment-parameters-ready':
      return `${name} ${String(data['checkoutId'])}`;
    case 'order.shipped':
      return `${name} ${data['complete'] === true ? 'wholly' : 'in part'}`;
    case 'shipment.synchronised':
      return `${name} ${String(data['parcelId'])}`;
    case 'order.parked':
      return `${name} ${problemsIn(data['problems'])}`;
    case 'aftersale.mirrored':
      return `${name} ${String(data['state'])}`;
    default:
      return name;
  }
}

/** A thing may be parked again, for another reason. */
function problemsIn(problems: unknown): string {
  return (problems as readonly Problem[])
    .map(({ code, field }) => `${code}${field === undefined ? '' : ` ${field}`}`)
    .join(', ');
}

/**
 * What is wrong with what was told of one order and all that hangs on it. Each service tells its facts in the order in which
 * they are expected; those of different services lie on different topics and have none.
 */
export function judgeFacts(
  { id, told: expected = [], mayBeTold = [] }: Expectation,
  told: readonly ToldEvent[],
): Finding[] {
  const events = distinct(told);
  const allowed = [...expected, ...mayBeTold, ...BY_THE_WAY];
  const unexpected = events.filter((event) => !allowed.includes(factOf(event)));
  const tellers = new Set(expected.map(tellerOf));
  return [
    ...untold(id, expected, events, factOf),
    ...toldTwice(events, factOf),
    ...[...tellers].flatMap((teller) =>
      outOfOrder(
        events.filter((event) => tellerOf(factOf(event)) === teller),
        (event) => placeIn(expected, factOf(event)),
      ),
    ),
    ...unexpected.map((event): Finding => ({
      kind: 'other',
      about: id,
      what: `${factOf(event)} was told: ${JSON.stringify(event.data['problems'] ?? event.data)}`,
    })),
  ];
}

/** A complaint is a thing of its own at WeChat, and read for itself. */
function tellerOf(fact: string): string {
  return fact.startsWith('aftersale.complaint-') ? 'complaint' : fact.slice(0, fact.indexOf('.'));
}

function placeIn(expected: readonly string[], fact: string): number | undefined {
  const place = expected.indexOf(fact);
  return place < 0 ? undefined : place;
}
