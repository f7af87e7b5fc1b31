import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulator } from '../simulator';
import { parseInput } from './control-error';

const TEN_YEARS_S = 315_360_000;
const advanceSchema = z.strictObject({ advanceSeconds: z.number().min(0).max(TEN_YEARS_S) });

/** What time it is at WeChat, and moving that forward. */
export function registerClock(server: FastifyInstance, { time, revision }: Simulator): void {
  const report = () => ({ now: time.now(), aheadSeconds: time.aheadMs / 1_000 });

  server.get('/v1/clock', report);
  server.post('/v1/clock', (request) => {
    time.advance(parseInput(advanceSchema, request.body).advanceSeconds * 1_000);
    revision.advance();
    return report();
  });
}
