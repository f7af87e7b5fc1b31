/** A job that was put off keeps its place among those worked on for at least so many times as long as it took. */
const TIMES = 4;
const SHORTEST_MS = 50;
/** Shorter, and everybody would have asked while a quota is small, and stand in a line that still goes by its pace when it is not. */
const LONGEST_MS = 2_000;
/** How much longer it gets with each job that is put off, and how much shorter with each that is not. */
const STEP = 1.1;

/**
 * How long a worker rests after a job that was put off. When a catalogue finds its quota used up, its rows ask for their turns
 * one after the other, each once. To use every turn that comes, somebody has to ask when it does; asking more often than
 * that only takes the machine from whoever has something to do. So the rest grows while more jobs are put off than are done, and
 * shrinks while fewer are: about every second one that asks finds its turn, however large the quota.
 */
export class Breather {
  private ms = SHORTEST_MS;

  /** A job found what it needs. */
  went(): void {
    this.ms = Math.max(SHORTEST_MS, this.ms / STEP);
  }

  /** A job was put off that took so long; answers how long to rest, in ms. */
  putOff(tookMs: number): number {
    const rest = Math.min(LONGEST_MS, Math.max(this.ms, TIMES * tookMs));
    this.ms = Math.min(LONGEST_MS, this.ms * STEP);
    return rest;
  }
}
