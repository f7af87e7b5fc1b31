import { CodedError } from './errors';

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
