import type { App } from '../accounts/app';
import { decode, type Field } from './fields';
import type { Payload, Result } from './result';

/** An endpoint that takes a JSON body and works for the account its token belongs to. */
export interface JsonEndpoint {
  readonly path: string;
  /** Whether only addresses of the account's allow-list may call it. */
  readonly checksIp?: boolean;
  respond(app: App, body: unknown): Result<Payload> & { readonly unknownFields: readonly string[] };
}

export function endpoint<T>(
  path: string,
  fields: Field<T>,
  handle: (app: App, request: T) => Result<Payload>,
  options: Pick<JsonEndpoint, 'checksIp'> = {},
): JsonEndpoint {
  return {
    ...options,
    path,
    respond(app, body) {
      const request = decode(fields, body);
      if (!request.ok) return request;
      return { ...handle(app, request.value), unknownFields: request.unknownFields };
    },
  };
}
