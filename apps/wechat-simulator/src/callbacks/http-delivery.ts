import type { Delivery } from './envelope';

/** Sends one request to the shop. Resolves with what was answered, rejects when there was no answer in time. */
export type Deliver = (
  delivery: Delivery,
  timeoutMs: number,
) => Promise<{ readonly status: number; readonly body: string }>;

export const deliverByHttp: Deliver = async ({ method, url, body, contentType }, timeoutMs) => {
  const response = await fetch(url, {
    method,
    headers: {
      'user-agent': 'Mozilla/4.0',
      ...(method === 'POST' ? { 'content-type': contentType } : {}),
    },
    ...(method === 'POST' ? { body } : {}),
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'manual',
  });
  return { status: response.status, body: await response.text() };
};
