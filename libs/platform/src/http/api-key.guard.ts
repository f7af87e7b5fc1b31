import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from './problem';

/** Somebody who may call for a mini program. */
export interface Caller {
  readonly name: string;
  readonly key: string;
}

/** Who may call for each mini program; nobody where none is configured. */
export abstract class ApiKeys {
  abstract callersOf(appId: string): readonly Caller[];
}

/** Lets a request through when its bearer token is the API key of a caller for the mini program in its path. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(ApiKeys) private readonly keys: ApiKeys) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, params } = context
      .switchToHttp()
      .getRequest<FastifyRequest<{ Params: { appId?: string } }>>();
    const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const callers = params.appId === undefined ? [] : this.keys.callersOf(params.appId);
    if (given !== undefined && isOneOf(callers, given)) return true;
    // An unknown mini program gets the same answer: who is not let in learns nothing.
    throw new ProblemException(
      401,
      'unauthorised',
      'Not authorised',
      'Send the API key of this mini program: Authorization: Bearer <apiKey>',
    );
  }
}

/** Compares with every key, so that the time it takes tells nothing of which one was nearly right. */
function isOneOf(callers: readonly Caller[], given: string): boolean {
  return callers.filter(({ key }) => sameText(given, key)).length > 0;
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
