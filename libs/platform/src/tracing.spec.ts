import { startTrace, traceOf } from './tracing';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

it.each([
  `00-${TRACE_ID}-00f067aa0ba902b7-01`,
  `00-${TRACE_ID}-00f067aa0ba902b7-00`,
  `01-${TRACE_ID}-00f067aa0ba902b7-01-more`,
])('hands the trace of %s on as it is', (traceparent) => {
  expect(traceOf(traceparent)).toEqual({ traceId: TRACE_ID, traceparent });
});

it.each([
  undefined,
  null,
  '',
  'nonsense',
  `ff-${TRACE_ID}-00f067aa0ba902b7-01`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
  `00-${TRACE_ID.toUpperCase()}-00f067aa0ba902b7-01`,
])('starts a new trace for %p', (traceparent) => {
  const first = traceOf(traceparent);
  expect(first.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(first.traceId).not.toBe(TRACE_ID);
  expect(traceOf(traceparent).traceId).not.toBe(first.traceId);
});

it('knows a trace that it has started', () => {
  const trace = startTrace();
  expect(traceOf(trace.traceparent)).toEqual(trace);
});

it('starts no trace twice', () => {
  const traces = Array.from({ length: 2_000 }, startTrace);
  expect(new Set(traces.map(({ traceId }) => traceId)).size).toBe(2_000);
  expect(new Set(traces.map(({ traceparent }) => traceparent.slice(36))).size).toBe(2_000);
  for (const trace of traces) expect(traceOf(trace.traceparent)).toEqual(trace);
});
