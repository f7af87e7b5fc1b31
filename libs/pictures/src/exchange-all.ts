import { assertUnreachable } from '@tongbu/platform';
import type { CallOutcome, ChannelCall, Execution } from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import type { PictureExchange } from './picture-exchange';
import { fieldOfPicture, pictureProblem } from './picture.problems';

export interface PicturesExchanged {
  readonly kind: 'pictures-exchanged';
  readonly pictures: Readonly<Record<string, string>>;
}

type Open = Exclude<CallOutcome, { kind: 'refused' } | { kind: 'contradicted' }>;

/** Exchanges pictures of a thing. Those that cannot be used are named together, with their place in `content`. */
export async function exchangeAll(
  exchange: PictureExchange,
  call: ChannelCall,
  urls: readonly string[],
  content: unknown,
  outcomeOf: (error: CallError) => CallOutcome,
): Promise<Execution<PicturesExchanged>> {
  const { pictures, failures } = await exchange.exchange(call, urls);
  const note = { exchanged: Object.keys(pictures).length, failed: failures.length };
  const refused = [];
  const open: Open[] = [];
  for (const failure of failures) {
    const named = (problem: Parameters<typeof pictureProblem>[2]) =>
      pictureProblem(failure.url, fieldOfPicture(content, failure.url) ?? 'images', problem);
    switch (failure.kind) {
      case 'unusable':
        refused.push(named(failure.problem));
        break;
      case 'call': {
        const outcome = outcomeOf(failure.error);
        if (outcome.kind === 'refused' || outcome.kind === 'contradicted') {
          refused.push(...outcome.problems.map(named));
        } else open.push(outcome);
        break;
      }
      default:
        assertUnreachable(failure);
    }
  }
  if (refused.length > 0) return { kind: 'refused', problems: refused, note };
  const [first] = open;
  if (first !== undefined) return { ...first, note };
  return { kind: 'fact', fact: { kind: 'pictures-exchanged', pictures }, note };
}
