/** Ends a `switch` over a union: a member that was forgotten is a type error here, and an error at run time. */
export function assertUnreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
