import type { Command, Execution, Executor, Plan, Planner, PlanState } from '../src/planner';
import { NOTED, type Known, type Wanted } from './row-store.suite';

export interface LampCommand extends Command {
  readonly name: 'read' | 'paint' | 'polish';
  readonly text: string;
}
export type LampFact = { readonly kind: 'read' | 'painted'; readonly text: string };
type State = PlanState<Wanted, Known>;

export const readLamp: LampCommand = {
  name: 'read',
  effect: 'read',
  lane: 'content',
  fingerprint: 'read',
  text: '',
};
export const paintLamp = (text: string): LampCommand => ({
  name: 'paint',
  effect: 'once',
  lane: 'price',
  fingerprint: text,
  intent: { text },
  text,
});
/** Does nothing that anybody could see, any number of times. */
export const polishLamp: LampCommand = {
  name: 'polish',
  effect: 'repeatable',
  lane: 'content',
  fingerprint: 'polish',
  text: '',
};

/** Keeps a lamp painted with the text that is wanted. Painting must not happen twice. */
export const lampPlanner: Planner<Wanted, Known, LampCommand, LampFact> = {
  kind: 'lamp',
  plan({ desired, observed, intent, hint }: State): Plan<LampCommand> {
    if (intent !== null || hint !== null) return { kind: 'run', command: readLamp };
    if (observed?.text === desired.text) return { kind: 'idle' };
    return { kind: 'run', command: paintLamp(desired.text) };
  },
  reduce({ observed }: State, { text }: LampFact) {
    if (observed?.text === text) return { observed, events: [] };
    return { observed: { text }, events: [{ type: NOTED, key: text, data: { note: text } }] };
  },
  parked: (_state, problems) => ({
    type: NOTED,
    data: { note: problems.map(({ code }) => code).join() },
  }),
};

type Answer =
  Execution<LampFact> | ((command: LampCommand) => Execution<LampFact> | Promise<Execution<LampFact>>);

/** The lamp, and the other side of every call. Answers as told, then truthfully. */
export class Workshop implements Executor<Wanted, Known, LampCommand, LampFact> {
  readonly calls: string[] = [];
  /** Every coat of paint, the newest last. */
  readonly painted: string[] = [];
  private readonly answers: Answer[] = [];

  next(...answers: Answer[]): void {
    this.answers.push(...answers);
  }

  paint(text: string): Execution<LampFact> {
    this.painted.push(text);
    return { kind: 'fact', fact: { kind: 'painted', text } };
  }

  async execute(command: LampCommand): Promise<Execution<LampFact>> {
    this.calls.push(command.name);
    const answer = this.answers.shift();
    if (typeof answer === 'function') return answer(command);
    if (answer !== undefined) return answer;
    return command.name === 'paint'
      ? this.paint(command.text)
      : { kind: 'fact', fact: { kind: 'read', text: this.painted.at(-1) ?? '' } };
  }
}
