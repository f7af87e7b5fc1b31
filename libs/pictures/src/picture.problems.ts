import type { Problem } from '@tongbu/contracts';
import type { Download } from './picture-download';

type Why = Extract<Download, { kind: 'unusable' }>['why'];

const UNUSABLE: Readonly<Record<Why, Problem>> = {
  'too-large': {
    code: 'picture-too-large',
    message: 'it has more than 2 MB.',
    messageZh: '图片超过 2 MB。',
    fix: 'Save it smaller, under the same address or another, and publish again.',
    fixZh: '请压缩图片后重新发布（可使用原地址或新地址）。',
  },
  'no-picture': {
    code: 'picture-type',
    message: 'it is neither jpg nor png.',
    messageZh: '图片不是 jpg 或 png 格式。',
    fix: 'Save it as jpg or png, and publish again.',
    fixZh: '请将图片保存为 jpg 或 png 格式后重新发布。',
  },
};

/** What is wrong with a picture that lies at its address. */
export function unusablePicture(why: Why): Problem {
  return UNUSABLE[why];
}

/** Says which picture it is, and where it stands. */
export function pictureProblem(url: string, field: string, why: Problem): Problem {
  return {
    ...why,
    field,
    message: `The picture ${url} was refused: ${why.message}`,
    messageZh: `图片 ${url} 无法使用：${why.messageZh}`,
  };
}

/** Where a picture stands in what the merchant published, such as `skus[0].image`. */
export function fieldOfPicture(content: unknown, url: string, at = ''): string | undefined {
  if (content === url) return at;
  if (content === null || typeof content !== 'object') return undefined;
  const inArray = Array.isArray(content);
  for (const [name, member] of Object.entries(content)) {
    const field = inArray ? `${at}[${name}]` : at === '' ? name : `${at}.${name}`;
    const found = fieldOfPicture(member, url, field);
    if (found !== undefined) return found;
  }
  return undefined;
}
