import type { Finding } from './finding';

/** An event that Tongbu published to the merchant. */
export interface ToldEvent {
  readonly id: string;
  /** Without `wechat.` and `.v1`, such as `product.approved`. */
  readonly name: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The entity of the load that an event belongs to: of after-sales it is their order. */
export function entityOf({ subject, data }: ToldEvent): string {
  return typeof data['orderId'] === 'string' ? data['orderId'] : subject;
}

/** As a consumer that dedupes by id sees them: each id once, where it came first. */
export function distinct(told: readonly ToldEvent[]): ToldEvent[] {
  const byId = new Map<string, ToldEvent>();
  for (const event of told) if (!byId.has(event.id)) byId.set(event.id, event);
  return [...byId.values()];
}

/**
 * The same fact under two event ids reaches a consumer twice. `factOf` names what an event tells, such as
 * `approved 3`; undefined for what may be told again.
 */
export function toldTwice(
  told: readonly ToldEvent[],
  factOf: (event: ToldEvent) => string | undefined,
): Finding[] {
  const ids = new Map<string, ToldEvent[]>();
  for (const event of distinct(told)) {
    const fact = factOf(event);
    if (fact !== undefined) ids.set(fact, [...(ids.get(fact) ?? []), event]);
  }
  return [...ids].flatMap(([fact, events]) =>
    events.slice(1).map((event): Finding => ({
      kind: 'doubled',
      about: entityOf(event),
      what: `${fact} was told again as ${event.id}`,
    })),
  );
}

/** Facts have places in the history of their entity, and may not come before one with a lower place. */
export function outOfOrder(
  told: readonly ToldEvent[],
  placeOf: (event: ToldEvent) => number | undefined,
): Finding[] {
  const findings: Finding[] = [];
  let last: { readonly event: ToldEvent; readonly place: number } | undefined;
  for (const event of distinct(told)) {
    const place = placeOf(event);
    if (place === undefined) continue;
    if (last !== undefined && place < last.place) {
      findings.push({
        kind: 'out-of-order',
        about: entityOf(event),
        what: `${event.id} was told after ${last.event.id}`,
      });
    } else last = { event, place };
  }
  return findings;
}

/** Facts that must have been told and were not. */
export function untold(
  about: string,
  facts: readonly string[],
  told: readonly ToldEvent[],
  factOf: (event: ToldEvent) => string | undefined,
): Finding[] {
  const known = new Set(told.map(factOf));
  return facts
    .filter((fact) => !known.has(fact))
    .map((fact) => ({ kind: 'lost', about, what: `${fact} was never told` }));
}
