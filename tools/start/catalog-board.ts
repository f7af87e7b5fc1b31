import { deadLetterTopic, eventKey, eventRegistry, productUpserted, topics } from '@tongbu/contracts';
import { decodeEvent } from '@tongbu/messaging';
import type { FedEvent } from './event-file';
import type { ProductResult, RefusedEvent } from './summary';
import type { FollowedRecord } from './topic-follower';
import { nameOfThing } from './thing';
import { hear, HEARD_NOTHING, verdictOn, type Heard, type Verdict } from './verdict';
import { wantedBy, type Wanted } from './wanted';

interface Refusal {
  readonly name: string;
  readonly reason: string;
  /** Heard while catching up, so that it may be about an event of an earlier start. */
  readonly old: boolean;
}

/** What was fed, what was heard about it, and what is still to come. Knows nothing of Kafka connections. */
export class CatalogBoard {
  private readonly heard = new Map<string, Heard>();
  private readonly fed = new Map<string, FedEvent[]>();
  private readonly fedByText = new Map<string, FedEvent>();
  private readonly refusals = new Map<string, Refusal>();
  private readonly wanted = new Map<string, Wanted>();

  feed(events: readonly FedEvent[]): void {
    for (const event of events) {
      this.fedByText.set(event.text, event);
      const name = nameOf(event);
      this.fed.set(name, [...(this.fed.get(name) ?? []), event]);
      this.wanted.delete(name);
    }
  }

  /** Whether something was heard about the event's entity. */
  knows(event: FedEvent): boolean {
    return this.heard.has(nameOf(event));
  }

  /** Takes one record of `wechat.catalog` or of the merchant's dead letters. Returns what product it is about. */
  take({ topic, message, old }: FollowedRecord): { name: string; type: string } | undefined {
    if (topic === deadLetterTopic(topics.merchantCatalog)) {
      const text = message.value?.toString() ?? '';
      const event = this.fedByText.get(text);
      const name = event === undefined ? message.key?.toString() || 'an event without key' : nameOf(event);
      this.refusals.set(text, {
        name,
        reason: message.headers?.['x-tongbu-reason']?.toString() ?? 'no reason was given',
        old,
      });
      this.wanted.delete(name);
      return undefined;
    }
    const event = decodeEvent(message, eventRegistry);
    if (!event.ok) return undefined;
    const name = nameOfThing(event.value.type, eventKey(event.value));
    this.heard.set(name, hear(this.heard.get(name) ?? HEARD_NOTHING, event.value));
    return { name, type: event.value.type };
  }

  result(name: string, settled = false): ProductResult {
    const wanted = this.wantedOf(name);
    return {
      productId: name.slice(name.indexOf(':') + 1),
      title: wanted.title,
      qualification: wanted.qualification,
      verdict: verdictOn(this.heard.get(name) ?? HEARD_NOTHING, wanted, settled),
    };
  }

  /** Every product of which at least one event was accepted, in the order they were fed. */
  results(settled = false): ProductResult[] {
    return this.products().map((name) => this.result(name, settled));
  }

  /** The content fed last of every product that is on sale. */
  onSale(): { readonly productId: string; readonly data: Readonly<Record<string, unknown>> }[] {
    return this.products().flatMap((name) => {
      if (this.result(name, true).verdict?.kind !== 'on-sale') return [];
      const upserts = (this.fed.get(name) ?? []).filter(
        ({ type, text }) => type === productUpserted.type && !this.refusals.has(text),
      );
      const newest = upserts.at(-1);
      return newest === undefined ? [] : [{ productId: newest.subject, data: newest.data }];
    });
  }

  /** Names of products that have no verdict. Events without a key count until they are refused. */
  pending(settled = false): string[] {
    return this.products().filter((name) => {
      const { verdict } = this.result(name, settled);
      return verdict === undefined || (!settled && this.willBeReleased(name, verdict));
    });
  }

  /** Refused events that were fed here, then the ones that somebody else sent meanwhile. */
  refused(): RefusedEvent[] {
    return [...this.refusals]
      .filter(([text, { old }]) => !old || this.fedByText.has(text))
      .map(([text, { name, reason }]) => {
        const event = this.fedByText.get(text);
        return {
          line: event?.line,
          name: event === undefined ? name : event.subject || 'an event without subject',
          reason,
        };
      })
      .sort((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER));
  }

  /** A parked product for which a qualification was fed goes on by itself once that is approved. */
  private willBeReleased(name: string, verdict: Verdict): boolean {
    if (verdict.kind !== 'parked') return false;
    const { categoryId, brandId } = this.wantedOf(name);
    const isGranted = (code: string) => {
      switch (code) {
        case 'category-not-approved':
          return this.qualifies((wanted) => wanted.categoryId === categoryId);
        case 'brand-not-approved':
          return this.qualifies(
            ({ categoryId: category }, heard) =>
              category === undefined && (heard.brandId === undefined || heard.brandId === brandId),
          );
        default:
          return false;
      }
    };
    return verdict.problems.every(({ code }) => isGranted(code));
  }

  /** Whether a qualification was fed that fits and has not failed. */
  private qualifies(fits: (wanted: Wanted, heard: Heard) => boolean): boolean {
    return this.products().some((name) => {
      const wanted = this.wantedOf(name);
      if (!wanted.qualification || !fits(wanted, this.heard.get(name) ?? HEARD_NOTHING)) return false;
      const { verdict } = this.result(name);
      return verdict === undefined || verdict.kind === 'qualified';
    });
  }

  private products(): string[] {
    return [...this.fed]
      .filter(([, events]) => events.some(({ text }) => !this.refusals.has(text)))
      .map(([name]) => name);
  }

  private wantedOf(name: string): Wanted {
    const known = this.wanted.get(name);
    if (known !== undefined) return known;
    const accepted = (this.fed.get(name) ?? []).filter(({ text }) => !this.refusals.has(text));
    const wanted = wantedBy(accepted);
    this.wanted.set(name, wanted);
    return wanted;
  }
}

function nameOf(event: FedEvent): string {
  return event.key === undefined ? `:line ${event.line}` : nameOfThing(event.type, event.key);
}
