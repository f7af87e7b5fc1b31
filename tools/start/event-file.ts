import { eventKey } from '@tongbu/contracts';

/** One line of an event file, sent as it stands. */
export interface FedEvent {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly text: string;
  /** The Kafka key; undefined when the line names no mini program or no entity, which Tongbu will refuse. */
  readonly key: string | undefined;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventFile {
  readonly events: readonly FedEvent[];
  /** Lines that are no JSON object and cannot be events at all. */
  readonly unreadable: readonly { readonly line: number; readonly reason: string }[];
}

/** Reads NDJSON: one CloudEvent in its structured JSON form a line; empty lines are allowed. */
export function readEventFile(content: string): EventFile {
  const events: FedEvent[] = [];
  const unreadable: { line: number; reason: string }[] = [];
  content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((text, index) => {
      if (text.trim() === '') return;
      const line = index + 1;
      try {
        const value: unknown = JSON.parse(text);
        if (!isRecord(value)) throw new Error('not a JSON object');
        events.push(toFedEvent(line, text, value));
      } catch (error) {
        unreadable.push({ line, reason: error instanceof Error ? error.message : String(error) });
      }
    });
  return { events, unreadable };
}

function toFedEvent(line: number, text: string, event: Record<string, unknown>): FedEvent {
  const { appid, subject, type, data } = event;
  const named = typeof appid === 'string' && typeof subject === 'string' && appid !== '' && subject !== '';
  return {
    line,
    text,
    key: named ? eventKey({ appid, subject }) : undefined,
    type: typeof type === 'string' ? type : '',
    subject: typeof subject === 'string' ? subject : '',
    data: isRecord(data) ? data : {},
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What is sent together: the first event of every entity, then the second of each that has one, and so on. A shop does
 * not change a product in the same millisecond it creates it, and the samples shall show what a change leads to.
 */
export function inWaves(events: readonly FedEvent[]): FedEvent[][] {
  const waves: FedEvent[][] = [];
  const seen = new Map<string, number>();
  for (const event of events) {
    const name = event.key ?? `line ${event.line}`;
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    (waves[number] ??= []).push(event);
  }
  return waves;
}
