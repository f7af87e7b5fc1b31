import type { Execution } from './planner';

/** Thrown where a worker is killed: the driver stops dead and its lease runs out. */
export class Killed extends Error {}

export const faults = [
  'none',
  'killed-before',
  'killed-after',
  'lost-answer',
  'lost-request',
  'busy',
  'quota',
] as const;
export type Fault = (typeof faults)[number];

/** What a network and a dying process do to one call, for tests of planners with {@link MemoryRowStore}. */
export class Faults {
  private fault: Fault = 'none';
  private commandsBefore = 0;

  constructor(private readonly now: () => Date) {}

  /** Lets one command fail, after `commands` that work. */
  inject(fault: Fault, commands: number): void {
    this.fault = fault;
    this.commandsBefore = commands;
  }

  run<Fact>(apply: () => Execution<Fact>): Execution<Fact> {
    const fault = this.due();
    switch (fault) {
      case 'none':
        return apply();
      case 'killed-before':
        throw new Killed();
      case 'killed-after':
        apply();
        throw new Killed();
      case 'lost-request':
        return { kind: 'unknown', reason: 'time-out' };
      case 'lost-answer':
        apply();
        return { kind: 'unknown', reason: 'time-out' };
      case 'busy':
        return { kind: 'failed', reason: 'busy' };
      case 'quota':
        return { kind: 'deferred', until: new Date(this.now().getTime() + 60_000), reason: 'quota' };
    }
  }

  private due(): Fault {
    if (this.fault !== 'none' && this.commandsBefore > 0) {
      this.commandsBefore -= 1;
      return 'none';
    }
    const due = this.fault;
    this.fault = 'none';
    return due;
  }
}
