import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import type { CloudEvent, PaymentParameters, Problem } from '@tongbu/contracts';
import { ApiKeyGuard, notFound, valid, type Clock } from '@tongbu/platform';
import type { KindRuntime } from '@tongbu/sync-engine';
import { z } from 'zod';
import { CLOCK, TRIALS } from '../tokens';
import {
  nextStep,
  nothingTried,
  TRIAL_STEPS,
  type DesiredTrial,
  type ObservedTrial,
  type TrialStep,
} from './trial';

const trialBody = z.object({
  openId: z.string({ error: 'expected the openid of the person who pays the one fen' }).min(1).max(128),
  traceId: z.string().min(1).max(512).nullable().default(null),
  categoryId: z.int({ error: 'expected a level 3 category' }).positive(),
  image: z.url({ protocol: /^https?$/, error: 'expected an http or https address of a picture' }),
});

interface ShownTrial {
  readonly run: string;
  /** What comes next; null: everything is done and removed. */
  readonly step: TrialStep | null;
  readonly done: readonly TrialStep[];
  readonly state: string;
  readonly problems: readonly Problem[];
  /** For `wx.requestOrderPayment`, while the order waits for its payment. */
  readonly payment: PaymentParameters | null;
}

/** The trial run: started, gone on with, and looked at. */
@Controller('v1/apps/:appId/trial')
@UseGuards(ApiKeyGuard)
export class TrialController {
  constructor(
    @Inject(TRIALS) private readonly trials: KindRuntime<DesiredTrial, ObservedTrial>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Param('appId') appId: string): Promise<ShownTrial> {
    const row = await this.trials.row({ appId, entityId: appId });
    if (row === undefined) throw notFound('trial');
    const { run } = row.desired;
    const observed = row.observed?.run === run ? row.observed : nothingTried(run);
    const step = nextStep(observed);
    const done = step === null ? TRIAL_STEPS : TRIAL_STEPS.slice(0, TRIAL_STEPS.indexOf(step));
    const payment = step === 'payment' ? (observed.payment?.parameters ?? null) : null;
    return { run, step, done, state: row.state, problems: row.problems ?? [], payment };
  }

  /** A run that stopped goes on; one that is over, or whose product or order is, begins anew. */
  @Post()
  @HttpCode(202)
  async start(@Param('appId') appId: string, @Body() body: unknown): Promise<{ readonly accepted: true }> {
    const wanted = valid(trialBody, body);
    const now = this.clock.now();
    const event: CloudEvent<object> = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/tongbu/access-sync/operator',
      type: 'trial',
      subject: appId,
      appid: appId,
      time: now.toISOString(),
      data: {},
    };
    await this.trials.intake.change(event, 'content', (known, observed) => {
      const goesOn = known !== undefined && known.openId === wanted.openId && isUnderWay(known, observed);
      const run = goesOn ? known.run : now.getTime().toString(36).toUpperCase();
      return { kind: 'desired', desired: { ...wanted, run } };
    });
    return { accepted: true };
  }
}

function isUnderWay({ run }: DesiredTrial, observed: ObservedTrial | null): boolean {
  if (observed?.run !== run) return true;
  return !observed.removed && observed.product !== 'rejected' && observed.order !== 'over';
}
