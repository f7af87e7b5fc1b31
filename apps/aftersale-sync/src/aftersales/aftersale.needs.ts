import type { Address } from '@tongbu/contracts';
import type { AftersaleRow, ObservedAftersale } from './aftersale';
import { isDecision, type Decision, type Wish } from './aftersale.wish';

/** The wishes nobody has concluded, oldest first. */
export function openWishes({ desired }: AftersaleRow, { conclusions }: ObservedAftersale): Wish[] {
  return desired.wishes.filter(({ number }) => conclusions[String(number)] === undefined);
}

/** Whether it is about what comes of a change that is not through yet. */
export function mustWait(
  wish: Wish,
  { conclusions }: Pick<ObservedAftersale, 'conclusions'>,
  open: readonly Wish[],
): boolean {
  if (!isDecision(wish) || wish.after === null) return false;
  const { after } = wish;
  return conclusions[String(after)] === undefined && open.some(({ number }) => number === after);
}

/** The merchant's pictures that a wish needs and WeChat does not have. */
export function missingPictures(wish: Wish, { pictures }: ObservedAftersale): string[] {
  return picturesOf(wish).filter((url) => pictures[url] === undefined);
}

export function picturesOf(wish: Wish): readonly string[] {
  switch (wish.kind) {
    case 'edit':
      return wish.claim.images;
    case 'upload-certificates':
    case 'submit-evidence':
      return wish.images;
    case 'accept-refund':
    case 'accept-return':
    case 'reject':
    case 'receive-goods':
    case 'withdraw':
    case 'send-return':
      return [];
  }
}

/** Where the goods go: as the decision says, as the order says, or as WeChat has it. */
export function returnAddressFor(
  { address }: Extract<Decision, { kind: 'accept-return' }>,
  { order, aftersale }: ObservedAftersale,
): Address | null {
  return address ?? order?.facts?.returnAddress ?? aftersale?.returnAddress ?? null;
}

/** WeChat documentation: after-sales, acceptreturn. */
export function isComplete({ province, city, town }: Address): boolean {
  return [province, city, town].every((part) => part !== undefined && part !== '');
}
