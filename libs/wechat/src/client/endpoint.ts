import type { z } from 'zod';
import type { AccountQuotas } from '../accounts';
import type { QuotaGroup } from '../limiter';

export interface MultipartFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
  readonly contentType: string;
}

/** What goes over the wire: a JSON object, or a form whose fields are also put into the query. */
export type WireBody =
  | { readonly kind: 'json'; readonly json: object }
  | {
      readonly kind: 'multipart';
      readonly fields: Readonly<Record<string, string>>;
      readonly file?: MultipartFile;
    };

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly string[] };

/** One interface of WeChat's, with our names on our side and WeChat's on the wire. */
export interface Endpoint<Request, Response> {
  readonly path: string;
  /** A write may have had its effect although no answer came. */
  readonly write: boolean;
  /** Whether the call carries an access token. */
  readonly authorised: boolean;
  readonly quota: (quotas: AccountQuotas) => QuotaGroup;
  prepare(request: Request): Checked<WireBody>;
  /** Puts the moment of sending into a prepared body, where WeChat wants to know it. */
  stamp(body: WireBody, now: Date): WireBody;
  read(answer: unknown): Checked<Response>;
}

export interface EndpointDefinition<Request extends z.ZodType<WireBody>, Response extends z.ZodType> {
  readonly path: string;
  readonly write: boolean;
  readonly authorised?: boolean;
  readonly quota: (quotas: AccountQuotas) => QuotaGroup;
  /** Checks our shape and transforms it to the wire. */
  readonly request: Request;
  /**
   * Members that tell the moment of sending. A prepared request may wait for a token or a quota for longer than WeChat
   * tolerates; these are made when nothing stands between them and the network any more.
   */
  readonly stamp?: (now: Date) => object;
  /** Checks the wire and transforms it to our shape. Tolerates members and values it does not know. */
  readonly response: Response;
}

/** Describes an interface of WeChat's once; {@link WechatClient} does the rest. */
export function defineEndpoint<Request extends z.ZodType<WireBody>, Response extends z.ZodType>(
  definition: EndpointDefinition<Request, Response>,
): Endpoint<z.input<Request>, z.output<Response>> {
  const { path, write, authorised = true, quota, request, stamp, response } = definition;
  return {
    path,
    write,
    authorised,
    quota,
    prepare: (value) => check(request, value),
    stamp: (body, now) =>
      stamp === undefined || body.kind !== 'json' ? body : { ...body, json: { ...stamp(now), ...body.json } },
    read: (answer) => check(response, answer),
  };
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): Checked<z.output<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(all)'}: ${message}`);
  return { ok: false, problems };
}
