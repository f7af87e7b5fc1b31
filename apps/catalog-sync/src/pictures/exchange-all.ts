import type { Problem } from '@tongbu/contracts';
import type { CallOutcome, ChannelCall, Execution } from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import type { PictureExchange } from './picture-exchange';

export interface PicturesExchanged {
  readonly kind: 'pictures-exchanged';
  readonly pictures: Readonly<Record<string, string>>;
}

/** Exchanges all pictures of a thing. Those that WeChat refuses are named together. */
export async function exchangeAll(
  exchange: PictureExchange,
  call: ChannelCall,
  urls: readonly string[],
  outcomeOf: (error: CallError) => CallOutcome,
): Promise<Execution<PicturesExchanged>> {
  const { pictures, failures } = await exchange.exchange(call, urls);
  const note = { exchanged: Object.keys(pictures).length, failed: failures.length };
  const outcomes = failures.map(({ url, error }) => ({ url, outcome: outcomeOf(error) }));
  const refused = outcomes.flatMap(({ url, outcome }) =>
    outcome.kind === 'refused' || outcome.kind === 'contradicted'
      ? outcome.problems.map((problem) => pictureRefused(url, problem))
      : [],
  );
  if (refused.length > 0) return { kind: 'refused', problems: refused, note };
  const open = outcomes.map(({ outcome }) => outcome).find(isOpen);
  if (open !== undefined) return { ...open, note };
  return { kind: 'fact', fact: { kind: 'pictures-exchanged', pictures }, note };
}

function isOpen(
  outcome: CallOutcome,
): outcome is Exclude<CallOutcome, { kind: 'refused' } | { kind: 'contradicted' }> {
  return outcome.kind !== 'refused' && outcome.kind !== 'contradicted';
}

function pictureRefused(url: string, why: Problem): Problem {
  return {
    ...why,
    field: 'images',
    message: `The picture ${url} was refused: ${why.message}`,
    messageZh: `图片 ${url} 无法使用：${why.messageZh}`,
  };
}
