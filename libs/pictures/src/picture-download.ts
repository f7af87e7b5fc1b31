import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress, lookupPublic, messageOf } from '@tongbu/platform';
import { MAX_IMAGE_BYTES } from '@tongbu/wechat';

/** What tells a server which version of a picture we have. */
export interface PictureVersion {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type PictureType = 'jpeg' | 'png';

export type Download =
  | {
      readonly kind: 'picture';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly type: PictureType;
      readonly version: PictureVersion;
    }
  /** The server still has the version that was asked about. */
  | { readonly kind: 'unchanged' }
  /** What is there is nothing WeChat takes. */
  | { readonly kind: 'unusable'; readonly why: 'too-large' | 'no-picture' }
  /** Nothing is known about it from here; it may lie where only WeChat can get it. */
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface PictureDownloadOptions {
  /** `host` or `host:port` as in the addresses; these may lie anywhere, all others on the internet only. */
  readonly hosts: readonly string[];
  /** For one picture, redirects included. 5 000 ms when left out. */
  readonly timeoutMs?: number;
}

const REDIRECTS = 3;
const SIGNATURES: readonly (readonly [PictureType, string])[] = [
  ['jpeg', 'ffd8ff'],
  ['png', '89504e470d0a1a0a'],
];

class TooLarge extends Error {}

/**
 * Downloads the merchant's pictures. An address comes from outside, so it must not become a way into our own network:
 * http and https on their own ports, public addresses only, checked where the connection is made and again after each
 * redirect. Nothing of an answer but the picture itself is kept or shown.
 */
export class PictureDownload {
  private readonly hosts: ReadonlySet<string>;
  private readonly agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: 8 }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: 8 }),
  };

  constructor(private readonly options: PictureDownloadOptions) {
    this.hosts = new Set(options.hosts);
  }

  /** `known`: the version we have already; the server may answer that it is still the same. */
  async get(address: string, known: PictureVersion): Promise<Download> {
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? 5_000);
    try {
      return await this.follow(new URL(address), known, signal);
    } catch (error) {
      if (error instanceof TooLarge) return { kind: 'unusable', why: 'too-large' };
      return { kind: 'unreachable', reason: signal.aborted ? 'it takes too long' : messageOf(error) };
    }
  }

  private async follow(address: URL, known: PictureVersion, signal: AbortSignal): Promise<Download> {
    let url = address;
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const answer = await this.ask(url, known, signal);
      const { statusCode = 0, headers } = answer;
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        answer.destroy();
        url = new URL(headers.location, url);
        continue;
      }
      if (statusCode === 304) {
        answer.resume();
        return { kind: 'unchanged' };
      }
      if (statusCode !== 200) {
        answer.destroy();
        return { kind: 'unreachable', reason: `HTTP ${statusCode}` };
      }
      const bytes = await read(answer);
      const type = typeOf(bytes);
      if (type === undefined) return { kind: 'unusable', why: 'no-picture' };
      const version = { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null };
      return { kind: 'picture', bytes, type, version };
    }
    return { kind: 'unreachable', reason: 'too many redirects' };
  }

  private ask(url: URL, known: PictureVersion, signal: AbortSignal): Promise<IncomingMessage> {
    const { protocol } = url;
    if (protocol !== 'http:' && protocol !== 'https:') throw new Error('neither http nor https');
    if (url.username !== '' || url.password !== '') throw new Error('with a password in the address');
    const isOurs = this.hosts.has(url.host);
    if (!isOurs) {
      if (url.port !== '') throw new Error('on an unusual port');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !isPublicAddress(host)) throw new Error(`${host} is no public address`);
    }
    const send = protocol === 'http:' ? requestHttp : requestHttps;
    return new Promise((resolve, reject) => {
      const request = send(url, {
        agent: this.agents[protocol],
        signal,
        headers: {
          accept: 'image/jpeg, image/png',
          ...(known.etag === null ? {} : { 'if-none-match': known.etag }),
          ...(known.lastModified === null ? {} : { 'if-modified-since': known.lastModified }),
        },
        ...(isOurs ? {} : { lookup: lookupPublic }),
      });
      request.on('response', resolve).on('error', reject).end();
    });
  }
}

async function read(answer: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    // Leaving the loop ends the connection.
    if (size > MAX_IMAGE_BYTES) throw new TooLarge();
    parts.push(part);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function typeOf(bytes: Uint8Array): PictureType | undefined {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  return SIGNATURES.find(([, signature]) => start.startsWith(signature))?.[0];
}
