import { CONTRACT_TEXTS } from './errcodes';

/** The text of `errmsg`: what the code means, the field or value at fault, and the request id every real answer ends with. */
export function errmsgOf(errcode: number, detail: string | undefined, rid: string): string {
  const meaning = CONTRACT_TEXTS.get(errcode) ?? 'error';
  return `${meaning}${detail === undefined ? '' : `: ${detail}`} rid: ${rid}`;
}
