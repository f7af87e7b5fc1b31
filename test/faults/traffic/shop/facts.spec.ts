import type { ToldEvent } from '../../judging/told';
import { judgeFacts } from './facts';

const expected = {
  id: 'S-1',
  state: {},
  effects: {},
  told: ['order.created', 'order.paid', 'shipment.synchronised PK-1', 'shipment.completed'],
  mayBeTold: ['order.parked too-early lines[W-1]', 'order.parked too-early lines[W-2]'],
};
const event = (id: string, name: string, data: ToldEvent['data'] = {}): ToldEvent => ({
  id,
  name,
  subject: 'S-1',
  data,
});
const parked = (id: string, ware: string) =>
  event(id, 'order.parked', { problems: [{ code: 'too-early', field: `lines[${ware}]` }] });
const history = [
  event('c', 'order.created'),
  event('s', 'shipment.synchronised', { parcelId: 'PK-1' }),
  event('p', 'order.paid'),
  event('d', 'shipment.completed'),
];
const judged = (...told: readonly ToldEvent[]) =>
  judgeFacts(expected, told).map(({ kind, what }) => `${kind}: ${what}`);

it('finds nothing in a full history, whatever is repeated under its own id or told by another service between', () => {
  expect(judged(...history, ...history)).toEqual([]);
  expect(judged(event('a', 'order.attributed'), ...history, parked('k', 'W-1'), parked('l', 'W-2'))).toEqual(
    [],
  );
  expect(judged(...history, parked('k', 'W-1'), parked('l', 'W-1'))).toHaveLength(1);
});

it.each<[string, readonly ToldEvent[], string]>([
  ['what nobody told', history.slice(0, 3), 'lost: shipment.completed was never told'],
  [
    'what was told under two ids',
    [...history, event('p2', 'order.paid')],
    'doubled: order.paid was told again as p2',
  ],
  [
    'what one service told in the wrong order',
    [history[0]!, history[3]!, ...history.slice(1, 3)],
    'out-of-order: s was told after d',
  ],
  [
    'what should not have come about',
    [...history, event('x', 'order.cancelled', { by: 'buyer' })],
    'other: order.cancelled was told: {"by":"buyer"}',
  ],
])('finds %s', (_case, told, finding) => {
  expect(judged(...told)).toEqual([finding]);
});
