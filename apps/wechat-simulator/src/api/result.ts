/** What a call is refused with: the code of WeChat's list, and for people what exactly was wrong. */
export interface Refusal extends Duration {
  readonly ok: false;
  readonly errcode: number;
  readonly detail?: string;
}

export interface Success<T> extends Duration {
  readonly ok: true;
  readonly value: T;
}

interface Duration {
  /** How long the call takes: its answer goes out then. At once when left out. */
  readonly takesMs?: number;
}

export type Result<T> = Success<T> | Refusal;

/** The members of an answer beside `errcode` and `errmsg`. */
export type Payload = Readonly<Record<string, unknown>>;

export function accept<T>(value: T): Success<T> {
  return { ok: true, value };
}

export function refuse(errcode: number, detail?: string): Refusal {
  return detail === undefined ? { ok: false, errcode } : { ok: false, errcode, detail };
}

/** Members without a value are left out, as `undefined` has no JSON form. */
export function withoutAbsent(members: Payload): Payload {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
