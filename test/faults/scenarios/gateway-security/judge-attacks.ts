import type { Finding } from '../../judging/finding';
import type { Attack } from './attack';

/** What became of one kind of attack. */
export interface AttackResult {
  readonly attack: Pick<Attack, 'name' | 'tries' | 'expected'>;
  /** How often each status was answered; 0 for no answer. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly slowestMs: number;
  /** What the gateway's memory had grown by at most when it was over. */
  readonly growthMb: number;
}

/** What garbage collection leaves lying around between two looks; all kinds of attacks must fit into it together. */
const GROWTH_MB = 48;

export function wrong(about: string, what: string): Finding {
  return { kind: 'other', about, what };
}

/** Each must be refused as it should be, and the gateway's memory stay as it is. */
export function judgeAttacks(results: readonly AttackResult[]): Finding[] {
  return [...results.flatMap(answeredOtherwise), ...grown(results)];
}

function answeredOtherwise({ attack: { name, expected }, statuses }: AttackResult): Finding[] {
  return [...statuses]
    .filter(([status]) => status !== expected)
    .map(([status, times]) => wrong(name, `answered ${status} ${times} times, expected ${expected}`));
}

function grown(results: readonly AttackResult[]): Finding[] {
  const first = results.find(({ growthMb }) => growthMb > GROWTH_MB);
  if (first === undefined) return [];
  return [wrong(first.attack.name, `the gateway's memory grew by ${Math.round(first.growthMb)} MB`)];
}

/** Everything that is kept must have been pushed by WeChat, or be the one message that was correct. */
export function judgeStored(
  stored: readonly { readonly hash: string; readonly event: string }[],
  pushed: ReadonlySet<string>,
  correct: string,
): Finding[] {
  const stray = stored.filter(({ hash }) => hash !== correct && !pushed.has(hash));
  return [
    ...stray.map(({ hash, event }) => wrong(event, `${hash} is stored, and WeChat did not push it`)),
    ...(stored.some(({ hash }) => hash === correct)
      ? []
      : [wrong('replay', 'the correct message is not stored')]),
  ];
}
