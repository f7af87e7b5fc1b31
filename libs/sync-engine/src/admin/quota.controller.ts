import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { ApiKeyGuard, ProblemException, notFound } from '@tongbu/platform';
import { quotaGroupsOf, quotaPathsOf, type Accounts, type GroupUsage, type Limiter } from '@tongbu/wechat';

/** The quotas of the mini programs, as all replicas share them. */
export const QUOTAS = Symbol('QUOTAS');
export interface Quotas {
  readonly limiter: Limiter;
  readonly accounts: Accounts;
}

@Controller('v1/apps/:appId/quotas')
@UseGuards(ApiKeyGuard)
export class QuotaController {
  constructor(@Inject(QUOTAS) private readonly quotas: Quotas) {}

  @Get()
  async list(@Param('appId') appId: string) {
    const account = this.quotas.accounts.get(appId);
    if (account === undefined) throw notFound(appId);
    const paths = quotaPathsOf(account);
    const groups = await this.quotas.limiter.snapshot(appId, quotaGroupsOf(account)).catch(() => {
      throw new ProblemException(
        503,
        'unavailable',
        'Not available now',
        'Redis, which counts the quotas, cannot be reached. Calls to WeChat wait meanwhile.',
      );
    });
    return { items: groups.map((usage) => quotaView(usage, paths.get(usage.group) ?? [])) };
  }
}

function quotaView(
  { group, factor, pausedUntil, parkedUntil, windows }: GroupUsage,
  paths: readonly string[],
) {
  return {
    group,
    paths,
    factor,
    pausedUntil: pausedUntil ?? null,
    parkedUntil: parkedUntil ?? null,
    windows: windows.map(({ name, kind, limit, used }) => ({ name, kind, limit, used: used ?? null })),
  };
}
