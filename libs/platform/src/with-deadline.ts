import { CodedError } from './errors';

/**
 * What `work` gives, if it does within `ms`. The work itself is not stopped.
 *
 * @throws CodedError with the given code (retriable) when time is up
 */
export async function withDeadline<T>(
  work: Promise<T>,
  ms: number,
  code: string,
  message: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CodedError(code, message, true)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
