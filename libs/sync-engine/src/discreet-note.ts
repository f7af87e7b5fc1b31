import type { Command, Execution, Executor, PlanState } from './planner';

const HIDDEN = '****';

/** A note for the timeline without certain texts, such as a buyer's: WeChat's own texts may repeat what they were sent. */
export function noteWithout(
  note: Readonly<Record<string, unknown>>,
  texts: readonly (string | null | undefined)[],
): Record<string, unknown> {
  const secrets = texts.filter((text) => text !== null && text !== undefined && text.length > 1);
  const hide = (text: string) =>
    secrets.reduce<string>((hidden, secret) => hidden.replaceAll(secret ?? '', HIDDEN), text);
  return Object.fromEntries(
    Object.entries(note).map(([name, value]) => [name, typeof value === 'string' ? hide(value) : value]),
  );
}

/** An executor whose notes say nothing of what `secretsOf` a row names. */
export function discreet<Desired, Observed, C extends Command, Fact>(
  executor: Executor<Desired, Observed, C, Fact>,
  secretsOf: (row: PlanState<Desired, Observed>) => readonly (string | null | undefined)[],
): Executor<Desired, Observed, C, Fact> {
  return {
    async execute(command, row, context): Promise<Execution<Fact>> {
      const outcome = await executor.execute(command, row, context);
      const { note } = outcome;
      return note === undefined ? outcome : { ...outcome, note: noteWithout(note, secretsOf(row)) };
    },
  };
}
