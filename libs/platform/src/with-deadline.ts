import { CodedError } from './errors';

/** What `work` gives; undefined when it takes longer than `ms`. The work itself is not stopped. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What `work` gives, if it does within `ms`. The work itself is not stopped.
 *
 * @throws CodedError with the given code (retriable) when time is up
 */
export function withDeadline<T>(work: Promise<T>, ms: number, code: string, message: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CodedError(code, message, true)), ms);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
