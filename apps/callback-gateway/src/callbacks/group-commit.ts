import { CodedError } from '@tongbu/platform';

export interface GroupCommitOptions {
  /** Most items of one commit. */
  readonly batchSize: number;
  /** Commits under way at the same time. */
  readonly inFlight: number;
  /** Most items waiting; beyond it an item is refused at once, so that memory stays flat. */
  readonly maxWaiting: number;
}

export const defaultGroupCommit: GroupCommitOptions = { batchSize: 200, inFlight: 2, maxWaiting: 5_000 };

interface Waiting<Item> {
  readonly item: Item;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes items that arrive at the same time in one commit: a commit costs the same for one as for two hundred. An item
 * is done when the commit it was part of is.
 */
export class GroupCommit<Item> {
  private waiting: Waiting<Item>[] = [];
  private running = 0;

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<void>,
    private readonly options: GroupCommitOptions = defaultGroupCommit,
  ) {}

  /** @throws CodedError `store-overloaded` (retriable), or what the commit threw */
  add(item: Item): Promise<void> {
    if (this.waiting.length >= this.options.maxWaiting) {
      return Promise.reject(new CodedError('store-overloaded', 'too many callbacks wait for the database', true));
    }
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      // Whatever else arrives in this turn of the event loop goes along.
      if (this.running < this.options.inFlight) setImmediate(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    if (this.running >= this.options.inFlight || this.waiting.length === 0) return;
    const batch = this.waiting.splice(0, this.options.batchSize);
    this.running += 1;
    try {
      await this.write(batch.map(({ item }) => item));
      for (const { done } of batch) done();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    } finally {
      this.running -= 1;
      if (this.waiting.length > 0) void this.flush();
    }
  }
}
