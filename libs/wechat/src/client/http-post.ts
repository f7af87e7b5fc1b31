import * as http from 'node:http';
import * as https from 'node:https';
import type { Fetch } from './send-request';

/**
 * A connection nobody uses is closed after so long, or a second before the server said that it would: a request on one that
 * the server is just closing has an unknown outcome.
 */
const IDLE_MS = 4_000;
const OPTIONS = { keepAlive: true, timeout: IDLE_MS } as const;
const plainAgent = new http.Agent(OPTIONS);
const secureAgent = new https.Agent(OPTIONS);

/**
 * Does what the global `fetch` does for a POST of text, with less CPU time. Anything else goes to `fetch` itself. Fails with
 * the system's error, or with the reason of the signal.
 */
export const httpPost: Fetch = (url, init) => {
  const { body, headers, signal } = init;
  if (typeof body !== 'string' || headers === undefined) return fetch(url, init);
  return new Promise((done, failed) => {
    const isSecure = url.startsWith('https:');
    const request = (isSecure ? https : http).request(url, {
      method: 'POST',
      agent: isSecure ? secureAgent : plainAgent,
      headers: { ...headers, accept: '*/*', 'content-length': Buffer.byteLength(body) },
    });
    const abort = () => request.destroy(signal?.reason as Error);
    const fail = (error: Error) => {
      signal?.removeEventListener('abort', abort);
      failed(error);
    };
    signal?.addEventListener('abort', abort);
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        signal?.removeEventListener('abort', abort);
        const text = new TextDecoder().decode(Buffer.concat(chunks));
        done({
          status: response.statusCode ?? 0,
          headers: { get: (name) => response.headers[name]?.toString() ?? null },
          text: async () => text,
        });
      });
    });
    request.end(body);
  });
};
