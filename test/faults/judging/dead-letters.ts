import type { Finding } from './finding';

/** An event that was put aside. */
export interface DeadLetter {
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, unknown>>;
}

const SHOWN = 200;

/** `expected`: keys, each as often as it must have been put aside. */
export function judgeDeadLetters(found: readonly DeadLetter[], expected: readonly string[]): Finding[] {
  const missing = new Map<string, number>();
  for (const key of expected) missing.set(key, (missing.get(key) ?? 0) + 1);
  const findings: Finding[] = [];
  for (const { key, headers, value } of found) {
    const left = missing.get(key);
    const why = `${String(headers['x-tongbu-reason'])}: ${String(value).slice(0, SHOWN)}`;
    if (left === undefined) findings.push({ kind: 'lost', about: key, what: `became a dead letter: ${why}` });
    else if (left === 0)
      findings.push({ kind: 'doubled', about: key, what: `is a dead letter once more: ${why}` });
    else missing.set(key, left - 1);
  }
  for (const [key, left] of missing) {
    if (left > 0) findings.push({ kind: 'lost', about: key, what: 'should be a dead letter and is none' });
  }
  return findings;
}
