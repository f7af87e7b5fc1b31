import type { Program } from './program';
import type { PriceSource } from './shop';
import { arrived, type WechatCommands } from './wechat-arrivals';

/** Publishes a new price of each of these products and answers how many of them reached WeChat in a second. */
export async function pushPrices(
  shop: PriceSource,
  wechat: Program<WechatCommands>,
  products: readonly number[],
): Promise<number> {
  await wechat.ask('begin', { kind: 'none' });
  await shop.changePrices(products);
  await arrived(wechat, products.length);
  const arrivals = await wechat.ask('arrivals');
  const [first, last] = [arrivals[0]?.at ?? 0, arrivals.at(-1)?.at ?? 0];
  return ((arrivals.length - 1) * 1_000) / (last - first);
}

/** The numbers of the first products. */
export function firstProducts(count: number): number[] {
  return Array.from({ length: Math.round(count) }, (_, product) => product);
}

/** Numbers of different products, taken from all over a catalogue of this size. */
export function productsAllOver(size: number, count: number): number[] {
  const step = Math.max(1, Math.floor(size / count));
  const offset = Math.floor(Math.random() * step);
  return Array.from({ length: Math.min(count, size) }, (_, index) => index * step + offset);
}
