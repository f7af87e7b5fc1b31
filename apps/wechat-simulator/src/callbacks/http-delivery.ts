import type { Delivery } from './envelope';

/** Sends one try. Resolves with what the receiver answered, rejects when there was no answer in time. */
export type Deliver = (
  delivery: Delivery,
  timeoutMs: number,
) => Promise<{ readonly status: number; readonly body: string }>;

export const deliverByHttp: Deliver = async ({ url, body, contentType }, timeoutMs) => {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': contentType, 'user-agent': 'Mozilla/4.0' },
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'manual',
  });
  return { status: response.status, body: await response.text() };
};
