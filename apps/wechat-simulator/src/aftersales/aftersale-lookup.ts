import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';
import type { Aftersale } from './aftersale';
import type { AftersaleReference } from './aftersale-fields';

/** The after-sale a request names. Two ids are taken only when they agree. */
export function requireAftersale(
  app: App,
  { aftersale_id, out_aftersale_id = '' }: AftersaleReference,
): Result<Aftersale> {
  if (aftersale_id === undefined && out_aftersale_id === '') return refuse(ERR.AFTERSALE_ID_EMPTY);
  const found =
    aftersale_id === undefined
      ? app.aftersales.findByOutId(out_aftersale_id)
      : app.aftersales.find(aftersale_id);
  const contradicts = out_aftersale_id !== '' && found?.outAftersaleId !== out_aftersale_id;
  return found === undefined || contradicts ? refuse(ERR.AFTERSALE_UNKNOWN) : accept(found);
}
