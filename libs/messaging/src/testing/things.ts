import { EventRegistry, type CloudEvent, type EventDefinition } from '@tongbu/contracts';
import { z } from 'zod';
import { encodeEvent } from '../kafka-binding';
import type { OutgoingRecord } from '../kafka-producer';
import type { OutgoingEvent } from '../outbox';

export const THING = 'test.thing.changed.v1';
export const THING_FORGOTTEN = 'test.thing.forgotten.v1';
const APP_ID = 'wx0123456789abcdef';
const SOURCE = '/test';

const thing = z.object({ version: z.int({ error: 'expected a whole number' }), note: z.string().optional() });
export type Thing = z.output<typeof thing>;

/** Two event types that travel on a test's own topic. */
export function thingRegistry(topic: string): EventRegistry {
  const define = (type: string): EventDefinition => ({
    type,
    topic,
    summary: 'For tests.',
    subject: 'thing id',
    data: thing,
    sample: { version: 1 },
  });
  return new EventRegistry([define(THING), define(THING_FORGOTTEN)]);
}

export function thingEvent(subject: string, version: number, type = THING): CloudEvent<Thing> {
  const id = `${subject}/${version}`;
  return { specversion: '1.0', id, source: SOURCE, type, subject, appid: APP_ID, data: { version } };
}

export function thingRecord(topic: string, event: CloudEvent): OutgoingRecord {
  return { topic, ...encodeEvent(event) };
}

export function outgoingThing(subject: string, version: number): OutgoingEvent {
  const time = new Date('2026-03-02T04:05:06Z');
  return {
    type: THING,
    id: `${subject}/${version}`,
    appId: APP_ID,
    subject,
    source: SOURCE,
    time,
    data: { version },
  };
}
