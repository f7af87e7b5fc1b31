import { CodedError } from '@tongbu/platform';

/**
 * What `work` gives, if it does within `ms`. It is not stopped: a callback that is stored after all is recognised when
 * WeChat repeats it.
 *
 * @throws CodedError `store-late` (retriable)
 */
export async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new CodedError('store-late', 'the database did not answer in time', true)),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
