import { randomUUID } from 'node:crypto';
import { context, propagation, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());

/** A trace that is handed on by hand. */
export interface Trace {
  readonly traceId: string;
  /** Its W3C `traceparent`. */
  readonly traceparent: string;
}

/**
 * A new trace for whoever passes it on to what is logged and published. Node then follows nothing: once
 * {@link withTraceparent} has run in a process, every promise and every socket of it costs more.
 */
export function startTrace(): Trace {
  const traceId = newTraceId();
  return { traceId, traceparent: `00-${traceId}-${newSpanId()}-01` };
}

// randomUUID keeps a stock of random bytes; asking for fresh ones each time shows in a profile.
const newTraceId = () => randomUUID().replaceAll('-', '');
const newSpanId = () => newTraceId().slice(16);

function newTrace(): Context {
  return trace.setSpanContext(context.active(), {
    traceId: newTraceId(),
    spanId: newSpanId(),
    traceFlags: TraceFlags.SAMPLED,
  });
}

/**
 * Runs `work` inside the trace that a W3C `traceparent` value names, or inside a new one when there is none or it is
 * malformed. What is logged and published inside carries that trace.
 */
export function withTraceparent<T>(traceparent: string | undefined | null, work: () => T): T {
  const extracted = traceparent ? propagation.extract(context.active(), { traceparent }) : context.active();
  const active = trace.getSpanContext(extracted) === undefined ? newTrace() : extracted;
  return context.with(active, work);
}

/** The `traceparent` of the trace we are in, to hand on in a header or a row. */
export function currentTraceparent(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'];
}

export function currentTraceId(): string | undefined {
  return trace.getSpanContext(context.active())?.traceId;
}
