import { aftersaleErrors } from './aftersale.errors';
import { orderErrors } from './order.errors';
import { platformErrors } from './platform.errors';
import { productErrors } from './product.errors';
import type { WechatError } from './wechat-error';

/** Every error code we know, by code. */
export const wechatErrors: ReadonlyMap<number, WechatError> = new Map(
  [...platformErrors, ...productErrors, ...orderErrors, ...aftersaleErrors].map(
    ([code, errorClass, scope, meaning, meaningZh, fix, fixZh]) => [
      code,
      { code, class: errorClass, scope, meaning, meaningZh, fix, fixZh },
    ],
  ),
);

/** Codes that say the wanted state is there already, by path. After a lost answer they mean success. */
const ALREADY_DONE: Readonly<Record<string, readonly number[]>> = {
  '/shop/register/apply': [1040002],
  '/shop/audit/audit_category': [1050003, 1050011],
  '/shop/spu/add': [1000012],
  '/shop/spu/del': [1000011],
  '/shop/spu/del_audit': [1000016],
  '/shop/order/pay': [1000000, 100000],
  '/shop/order/close': [1000000],
  '/shop/delivery/send': [1000000, 1010037],
  '/shop/delivery/recieve': [1000000],
  '/shop/ecaftersale/add': [2747013],
  '/shop/ecaftersale/cancel': [2747008],
  '/shop/ecaftersale/acceptrefund': [2747008],
  '/shop/ecaftersale/acceptreturn': [2747008],
  '/shop/ecaftersale/reject': [2747008],
  '/shop/ecaftersale/uploadreturninfo': [2747008],
  '/shop/ecaftersale/upload_certificates': [2747008],
};

/** From these, a stale-token code says that the AppSecret is wrong. */
const TOKEN_PATHS: readonly string[] = ['/cgi-bin/token', '/cgi-bin/stable_token'];

export interface ClassifiedError extends WechatError {
  /** The code is not in the table: treated as permanent, and worth an alert. */
  readonly unknown: boolean;
  /** For this path the code says that what was asked for is there already. Re-read to be sure. */
  readonly alreadyDone: boolean;
}

/**
 * What an `errcode` means, coming from the endpoint with this path. Never decide by `errmsg`.
 * WeChat documentation: the published list is not complete, so unknown codes occur.
 */
export function classify(code: number, path: string): ClassifiedError {
  const alreadyDone = ALREADY_DONE[path]?.includes(code) ?? false;
  const known = wechatErrors.get(code);
  if (known === undefined) return { ...unknownError(code), unknown: true, alreadyDone };
  const misconfigured = known.class === 'token' && TOKEN_PATHS.includes(path);
  return { ...known, class: misconfigured ? 'permanent' : known.class, unknown: false, alreadyDone };
}

function unknownError(code: number): WechatError {
  return {
    code,
    class: 'permanent',
    scope: 'entity',
    meaning: `WeChat answered with the undocumented code ${code}.`,
    meaningZh: `微信返回了未公开的错误码 ${code}。`,
    fix: 'Read the message of WeChat; if it does not help, pass the code and rid on to support.',
    fixZh: '请查看微信返回的信息;若无法解决,请把错误码和 rid 提供给技术支持。',
  };
}
