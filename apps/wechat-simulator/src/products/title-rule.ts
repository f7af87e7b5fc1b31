/** Chinese, digits, Latin letters, ordinary punctuation and spaces, each in half or full width. */
const ALLOWED =
  /^[\p{Script=Han}〇\u0020-\u007e\u00b7\u2010-\u2015\u2018-\u201f\u2022\u2026\u3000-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff5e\uffe5]*$/u;
const HAN = /\p{Script=Han}/u;
const MIN = 3;
const MAX = 60;

/** What is wrong with a title, for people; nothing when it is in order. Characters count one each, however wide. */
export function faultOfTitle(title: string): string | undefined {
  const length = [...title].length;
  if (length < MIN || length > MAX) return `${length} characters, allowed are ${MIN} to ${MAX}`;
  if (!ALLOWED.test(title)) return 'a character that is neither Chinese, digit, Latin letter nor punctuation';
  if (!HAN.test(title)) return 'no Chinese character';
  return undefined;
}
