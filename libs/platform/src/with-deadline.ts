import { CodedError } from './errors';

/** What `work` gives; undefined when it takes longer than `ms`. The work itself is not stopped. */
export function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  return unlessLate<T | undefined>(work, ms, (resolve) => resolve(undefined));
}

/**
 * What `work` gives, if it does within `ms`. The work itself is not stopped.
 *
 * @throws CodedError with the given code (retriable) when time is up
 */
export function withDeadline<T>(work: Promise<T>, ms: number, code: string, message: string): Promise<T> {
  return unlessLate(work, ms, (_, reject) => reject(new CodedError(code, message, true)));
}

function unlessLate<T>(
  work: Promise<T>,
  ms: number,
  late: (resolve: (result: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(late, ms, resolve, reject);
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
