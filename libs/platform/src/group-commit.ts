import { CodedError, isRetriable } from './errors';

export interface GroupCommitOptions {
  /** Most items of one commit. */
  readonly batchSize: number;
  /** Commits under way at the same time. */
  readonly inFlight: number;
  /** A commit that takes longer, in ms, holds up no other: it no longer counts as under way. Left out: it always counts. */
  readonly patienceMs?: number;
  /** Most bytes held, waiting and under way; beyond it an item is refused at once. Left out: no limit. */
  readonly maxBytes?: number;
}

export const defaultGroupCommit: GroupCommitOptions = { batchSize: 200, inFlight: 2 };

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly bytes: number;
  readonly done: (result: Result) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes items that arrive at the same time in one commit: a commit costs the same for one as for two hundred. An item
 * is done when the commit it was part of is. `write` commits all of its items or none, and tells what became of each.
 */
export class GroupCommit<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private running = 0;
  private bytes = 0;

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<(item: Item) => Result>,
    private readonly options: GroupCommitOptions = defaultGroupCommit,
  ) {}

  /**
   * `bytes`: about what the item takes in memory, for a limit of it.
   *
   * @throws CodedError `store-overloaded` (retriable), or what the commit threw
   */
  add(item: Item, bytes = 0): Promise<Result> {
    if (this.bytes + bytes > (this.options.maxBytes ?? Infinity)) {
      return Promise.reject(new CodedError('store-overloaded', 'too much waits for the database', true));
    }
    this.bytes += bytes;
    return new Promise((done, failed) => {
      this.waiting.push({ item, bytes, done, failed });
      // Whatever else arrives in this turn of the event loop goes along.
      if (this.running < this.options.inFlight) setImmediate(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    if (this.running >= this.options.inFlight || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0, this.options.batchSize);
    const leave = this.enter();
    await this.commit(batch);
    for (const { bytes } of batch) this.bytes -= bytes;
    leave();
  }

  /** Takes a place among the commits under way, until what it answers is called or patience is over. */
  private enter(): () => void {
    const { patienceMs } = this.options;
    let isCounted = true;
    const leave = () => {
      if (!isCounted) return;
      isCounted = false;
      clearTimeout(timer);
      this.running -= 1;
      if (this.waiting.length > 0) void this.flush();
    };
    this.running += 1;
    const timer = patienceMs === undefined ? undefined : setTimeout(leave, patienceMs);
    return leave;
  }

  private async commit(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const resultOf = await this.write(batch.map(({ item }) => item));
      for (const { item, done } of batch) done(resultOf(item));
    } catch (error) {
      if (batch.length > 1 && !isRetriable(error)) {
        // One of them cannot be written at all: alone, it fails alone.
        for (const one of batch) await this.commit([one]);
      } else {
        for (const { failed } of batch) failed(error);
      }
    }
  }
}
