import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from './problem';

/** The API key of each mini program; undefined where none is configured, and then nobody gets in. */
export abstract class ApiKeys {
  abstract keyOf(appId: string): string | undefined;
}

/** Lets a request through when its bearer token is the API key of the mini program in its path. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(ApiKeys) private readonly keys: ApiKeys) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, params } = context
      .switchToHttp()
      .getRequest<FastifyRequest<{ Params: { appId?: string } }>>();
    const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const expected = params.appId === undefined ? undefined : this.keys.keyOf(params.appId);
    if (given !== undefined && expected !== undefined && sameText(given, expected)) return true;
    // An unknown mini program gets the same answer: who is not let in learns nothing.
    throw new ProblemException(
      401,
      'unauthorised',
      'Not authorised',
      'Send the API key of this mini program: Authorization: Bearer <apiKey>',
    );
  }
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
