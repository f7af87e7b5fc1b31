import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isRetriable, messageOf } from '../errors';
import type { Logger } from '../logger';
import { ProblemException } from './problem';

/** Answers every error of the admin API as problem+json. What went wrong inside is logged, not told. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = this.problemOf(error);
    host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .code(problem.getStatus())
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(problem.getResponse());
  }

  private problemOf(error: unknown): HttpException {
    if (error instanceof ProblemException) return error;
    if (error instanceof HttpException) {
      const status = error.getStatus();
      // A health check that fails answers with its own report.
      if (status === 503 && typeof error.getResponse() === 'object') return error;
      return new ProblemException(status, `http-${status}`, error.name, error.message);
    }
    this.logger.error({ err: error }, `request failed: ${messageOf(error)}`);
    return isRetriable(error)
      ? new ProblemException(
          503,
          'unavailable',
          'Not available now',
          'A part of the service is away. Try again soon.',
        )
      : new ProblemException(500, 'internal', 'Internal error', 'The log has the reason.');
  }
}
