import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import type { Random } from '../time/random';
import type { Live, Promoter } from './promoter';

const YEAR_MS = 365 * 86_400_000;
const MOST_A_YEAR = 2;

/** What the console does about promoters, and what they do: there is no interface for it. */
export class Promoters {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  add(
    app: App,
    finderNickname: string,
    ids: Partial<Pick<Promoter, 'promoterId' | 'promoterOpenid'>>,
  ): Promoter {
    const { promoterId = `sph${this.random.hex(12)}`, promoterOpenid = `oFinder${this.random.hex(20)}` } =
      ids;
    const promoter: Promoter = {
      promoterId,
      promoterOpenid,
      finderNickname,
      bound: true,
      bindings: [this.clock.now()],
      unbindings: [],
    };
    app.promoters.set(promoterId, promoter);
    app.revision.advance();
    return promoter;
  }

  /** WeChat documentation: a mini program may bind and unbind a promoter twice a year. */
  bind(app: App, promoter: Promoter, bound: boolean): Refusal | undefined {
    if (promoter.bound === bound)
      return refuse(ERR.NOT_SUPPORTED, `the promoter is ${bound ? 'bound' : 'not bound'} already`);
    const times = bound ? promoter.bindings : promoter.unbindings;
    const now = this.clock.now();
    if (times.filter((at) => now.getTime() - at.getTime() < YEAR_MS).length >= MOST_A_YEAR)
      return refuse(ERR.NOT_SUPPORTED, `at most ${MOST_A_YEAR} times a year`);
    times.push(now);
    promoter.bound = bound;
    app.revision.advance();
    return undefined;
  }

  rename(app: App, promoter: Promoter, finderNickname: string): void {
    promoter.finderNickname = finderNickname;
    app.revision.advance();
  }

  goLive(app: App, { promoterId, finderNickname }: Promoter): Live {
    const live: Live = {
      liveExportId: `export_${this.random.hex(24)}`,
      promoterId,
      nickname: finderNickname,
      startTime: this.clock.now(),
      endTime: undefined,
    };
    app.lives.set(live.liveExportId, live);
    app.revision.advance();
    return live;
  }

  endLive(app: App, live: Live): Refusal | undefined {
    if (live.endTime !== undefined) return refuse(ERR.NOT_SUPPORTED, 'the broadcast has ended');
    live.endTime = this.clock.now();
    app.revision.advance();
    return undefined;
  }
}
