import type { Lane } from '@tongbu/platform';
import type { CallError } from '@tongbu/wechat';

/** For whom, how urgently and until when a channel is called. */
export interface ChannelCall {
  readonly appId: string;
  readonly lane: Lane;
  /** Monotonic time after which nothing may be sent. */
  readonly notAfter: number;
  /** The trace that the call belongs to, for the log. */
  readonly traceId?: string;
}

/** What a channel answers. `note` goes to the timeline. */
export type ChannelResult<T> =
  | { readonly ok: true; readonly value: T; readonly note: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: CallError; readonly note: Readonly<Record<string, unknown>> };
