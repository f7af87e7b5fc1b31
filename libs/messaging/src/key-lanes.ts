/** `done`: handled, skipped or put aside for good. `retry`: to be handled again later, and nothing after it before. */
export type LaneResult = 'done' | 'retry';

export interface KeyLanesOptions<Message> {
  readonly keyOf: (message: Message) => string;
  /** Most messages in hand at a time. */
  readonly concurrency: number;
  /** Must not throw: what goes wrong is a result. */
  readonly handle: (message: Message) => Promise<LaneResult>;
  /** Asked before each message: true ends the run once what is in hand is finished. */
  readonly shouldStop: () => boolean;
}

/**
 * Works through the messages of one batch: those of one key in order, those of different keys side by side, lowest
 * offset first. A result of `retry` starts nothing more.
 */
export class KeyLanes<Message> {
  /** Keys with a message in hand, and the positions found meanwhile that must come after it. */
  private readonly behind = new Map<string, number[]>();
  private readonly finished: boolean[];
  private next = 0;
  private contiguous = 0;
  private retry = false;

  constructor(
    private readonly messages: readonly Message[],
    private readonly options: KeyLanesOptions<Message>,
  ) {
    this.finished = messages.map(() => false);
  }

  /** How many messages from the first on are done without a gap: what may be committed, at any time. */
  get prefix(): number {
    return this.contiguous;
  }

  async run(): Promise<'finished' | 'stopped' | 'retry'> {
    const workers = Math.min(this.options.concurrency, this.messages.length);
    await Promise.all(Array.from({ length: workers }, () => this.work()));
    if (this.retry) return 'retry';
    return this.contiguous === this.messages.length ? 'finished' : 'stopped';
  }

  private async work(): Promise<void> {
    let key: string | undefined;
    while (!this.retry && !this.options.shouldStop()) {
      const position = this.take(key);
      if (position === undefined) return;
      const message = this.messages[position];
      if (message === undefined) return;
      key = this.options.keyOf(message);
      if ((await this.options.handle(message)) === 'retry') this.retry = true;
      else this.finish(position);
    }
  }

  /** The next message of the key just worked on, else the next one whose key nobody works on. */
  private take(lastKey: string | undefined): number | undefined {
    if (lastKey !== undefined) {
      const position = this.behind.get(lastKey)?.shift();
      if (position !== undefined) return position;
      this.behind.delete(lastKey);
    }
    for (; this.next < this.messages.length; this.next += 1) {
      const message = this.messages[this.next];
      if (message === undefined) continue;
      const key = this.options.keyOf(message);
      const queue = this.behind.get(key);
      if (queue === undefined) {
        this.behind.set(key, []);
        this.next += 1;
        return this.next - 1;
      }
      queue.push(this.next);
    }
    return undefined;
  }

  private finish(position: number): void {
    this.finished[position] = true;
    while (this.finished[this.contiguous] === true) this.contiguous += 1;
  }
}
