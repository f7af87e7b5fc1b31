/** The pausing part of a kafkajs consumer. */
export interface PausableConsumer {
  pause(topics: { topic: string; partitions?: number[] }[]): void;
  resume(topics: { topic: string; partitions?: number[] }[]): void;
}

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/**
 * Which partitions are not fetched at present: all of them while the gate is closed, and each one that waits after a
 * message to be tried again. kafkajs mixes the two up (pausing one partition of a paused topic resumes the others), and
 * forgets both when it restarts.
 */
export class PartitionPauses {
  private readonly waiting = new Map<string, { topic: string; partition: number; timer: NodeJS.Timeout }>();
  private readonly delays = new Map<string, number>();
  private consumer: PausableConsumer | undefined;
  private closed = false;

  constructor(private readonly topics: readonly string[]) {}

  get gateClosed(): boolean {
    return this.closed;
  }

  /** How many partitions wait to try a message again. */
  get backingOff(): number {
    return this.waiting.size;
  }

  /** Applies what is paused to a consumer that has (re)joined its group. */
  attach(consumer: PausableConsumer): void {
    this.consumer = consumer;
    if (this.closed) this.pauseAll();
    else this.pauseWaiting();
  }

  detach(): void {
    this.consumer = undefined;
  }

  closeGate(): void {
    this.closed = true;
    this.pauseAll();
  }

  openGate(): void {
    if (!this.closed) return;
    this.closed = false;
    this.consumer?.resume(this.topics.map((topic) => ({ topic })));
    this.pauseWaiting();
  }

  /** Leaves a partition alone for 100 ms, and longer each time until it progresses, up to 5 s. Returns the delay. */
  backOff(topic: string, partition: number): number {
    const name = `${topic}/${partition}`;
    const delay = this.delays.get(name) ?? FIRST_DELAY_MS;
    this.delays.set(name, Math.min(LONGEST_DELAY_MS, delay * 2));
    clearTimeout(this.waiting.get(name)?.timer);
    const timer = setTimeout(() => {
      this.waiting.delete(name);
      if (!this.closed) this.consumer?.resume([{ topic, partitions: [partition] }]);
    }, delay);
    this.waiting.set(name, { topic, partition, timer });
    if (!this.closed) this.consumer?.pause([{ topic, partitions: [partition] }]);
    return delay;
  }

  progressed(topic: string, partition: number): void {
    this.delays.delete(`${topic}/${partition}`);
  }

  end(): void {
    this.consumer = undefined;
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private pauseAll(): void {
    this.consumer?.pause(this.topics.map((topic) => ({ topic })));
  }

  private pauseWaiting(): void {
    for (const { topic, partition } of this.waiting.values()) {
      this.consumer?.pause([{ topic, partitions: [partition] }]);
    }
  }
}
