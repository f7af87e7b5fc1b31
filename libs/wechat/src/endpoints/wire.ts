import { z } from 'zod';
import type { WireBody } from '../client/endpoint';

/** An id of WeChat's: 64 bits on the wire, text on our side. */
export const wireId = z.union([z.bigint(), z.number().int(), z.string()]).transform(String);

/** An integer; a few interfaces print it as text. */
export const wireInt = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

/** Missing, null and empty texts are the same to WeChat. */
export const wireText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

export const optionalText = wireText.transform((text) => (text === '' ? undefined : text));

export function wireList<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** WeChat documentation: `yyyy-MM-dd HH:mm:ss` in UTC+8, or an epoch-like placeholder or '' when there is no time. */
export const wireTime = wireText.transform((text): Date | undefined => {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const time = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 2000 ? undefined : time;
});

/** WeChat's text times are in UTC+8. */
export const timeText = (at: Date) =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** A request without parameters: WeChat wants at least `{}`. */
export const noParameters = z.undefined().transform((): WireBody => json({}));

export function json(body: object): WireBody {
  return { kind: 'json', json: body };
}
