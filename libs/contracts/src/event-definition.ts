import type { z } from 'zod';

/** One event type: where it travels, what its `data` looks like, and a sample that the tests validate. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly topic: string;
  /** One sentence for the generated documents. */
  readonly summary: string;
  /** What the CloudEvents `subject` holds. */
  readonly subject: string;
  readonly data: Schema;
  readonly sample: z.input<Schema>;
  /** Its data identifies people or accounts: no copy of it is kept beside the topic, not even of what cannot be read. */
  readonly confidential?: boolean;
  /** Its subject identifies a person, such as an openid: no log line shows it. */
  readonly personalSubject?: boolean;
}

export type EventData<Definition extends EventDefinition> = z.output<Definition['data']>;

/**
 * Defines the events of a topic. `subject`: what their subject holds, unless an event says otherwise. `common`: what else
 * is true of all of them.
 */
export function eventsOf(
  topic: string,
  subject: string,
  common: Pick<EventDefinition, 'personalSubject'> = {},
) {
  return <const Type extends string, Schema extends z.ZodType>(
    type: Type,
    summary: string,
    data: Schema,
    sample: z.input<Schema>,
    about = subject,
  ) => ({ ...common, type, topic, summary, subject: about, data, sample }) satisfies EventDefinition<Schema>;
}

/** The event types of this release, by `type`. Refuses to be built with a type that is defined twice. */
export class EventRegistry {
  private readonly byType = new Map<string, EventDefinition>();

  constructor(definitions: readonly EventDefinition[]) {
    for (const definition of definitions) {
      if (this.byType.has(definition.type)) throw new Error(`event type ${definition.type} is defined twice`);
      this.byType.set(definition.type, definition);
    }
  }

  get(type: string): EventDefinition | undefined {
    return this.byType.get(type);
  }

  all(): readonly EventDefinition[] {
    return [...this.byType.values()];
  }

  /** Whether a message may hold confidential data: where its type is not known, any of the topic's might be meant. */
  mayBeConfidential(topic: string, type: string | undefined): boolean {
    const known = type === undefined ? undefined : this.byType.get(type);
    return known === undefined
      ? this.all().some((definition) => definition.topic === topic && definition.confidential === true)
      : known.confidential === true;
  }

  topics(): readonly string[] {
    return [...new Set(this.all().map((definition) => definition.topic))];
  }
}
