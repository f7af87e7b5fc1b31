import type { Problem } from '@tongbu/contracts';
import type { CheckedApplication } from './merchant-number';

const AGAIN = 'publish merchant.merchant-number.wanted.v1 with a higher version';
const AGAIN_ZH = '以更高的 version 重新发布 merchant.merchant-number.wanted.v1';

function fieldRefused({ field, reason }: CheckedApplication['refusedFields'][number]): Problem {
  return {
    code: 'merchant-number-field-refused',
    field,
    message: `WeChat refused ${field}: ${reason}`,
    messageZh: `${field} 审核未通过：${reason}`,
    fix: `Mend what WeChat names, then ${AGAIN}.`,
    fixZh: `请按原因修改，然后${AGAIN_ZH}。`,
  };
}

/** Every refused field with its reason; in WeChat's own words when it names none. */
export function refusedProblems({ refusedFields, explanation }: CheckedApplication): readonly Problem[] {
  if (refusedFields.length > 0) return refusedFields.map(fieldRefused);
  const words = explanation === '' ? '' : `: ${explanation}`;
  return [
    {
      code: 'merchant-number-refused',
      message: `WeChat refused the application for the merchant number${words}`,
      messageZh: `二级商户号申请未通过${explanation === '' ? '' : `：${explanation}`}`,
      fix: `Look into the mini program's console for the reason, then ${AGAIN}.`,
      fixZh: `请在小程序后台查看原因，然后${AGAIN_ZH}。`,
    },
  ];
}

export const applicationGone: Problem = {
  code: 'merchant-number-gone',
  message: 'WeChat took the application for the merchant number and does not show it any more.',
  messageZh: '微信已受理二级商户号申请，但现在查询不到该申请。',
  fix: `Look into the mini program's console; to apply again, ${AGAIN}.`,
  fixZh: `请在小程序后台查看；如需重新申请，请${AGAIN_ZH}。`,
};

/** Of a mini program that collects with a merchant number of its own. */
export const notOfThisGeneration: Problem = {
  code: 'merchant-number-generation',
  message: 'The mini program is configured for the first generation, which has no secondary merchant number.',
  messageZh: '该小程序配置为第一代交易流程，不需要二级商户号。',
  fix: 'If it has been upgraded, set its generation to second in the accounts file, restart, and retry.',
  fixZh: '如已升级，请在账号文件中将 generation 改为 second，重启后重试。',
};

/** `why` names the setting and what is missing of it. */
export function unreadableDocument(why: string): Problem {
  return {
    code: 'merchant-number-document-sealed',
    message: `The document cannot be read. ${why}.`,
    messageZh: `无法读取加密保存的申请资料。${why}`,
    fix: `Configure the key it was sealed with, restart, and retry; or ${AGAIN}.`,
    fixZh: `请配置加密时使用的密钥，重启后重试；或${AGAIN_ZH}。`,
  };
}
