import { randomUUID } from 'node:crypto';
import { context, propagation, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());

function newTrace(): Context {
  return trace.setSpanContext(context.active(), {
    // randomUUID keeps a stock of random bytes; asking for fresh ones each time shows in a profile.
    traceId: randomUUID().replaceAll('-', ''),
    spanId: randomUUID().replaceAll('-', '').slice(16),
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
