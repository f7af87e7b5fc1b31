import type { Finding } from './finding';

export type Scalar = string | number | boolean | null;
export type EntityState = Readonly<Record<string, Scalar>>;

/** How often something may have happened at WeChat. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** What the merchant may expect of one entity once everything has come to rest. */
export interface Expectation {
  readonly id: string;
  /** What must hold at WeChat, part by part. */
  readonly state: EntityState;
  /** What WeChat must have done, such as adding it once. What is not named may happen any number of times. */
  readonly effects: Readonly<Record<string, Bounds>>;
  /** Facts that must have been told, in the order in which each service tells them; for kinds that are judged by facts. */
  readonly told?: readonly string[];
  /** Facts that may be told besides, once: steps that somebody may see or not. */
  readonly mayBeTold?: readonly string[];
  /** Whether it may be unknown to WeChat instead: taken back before it got there. */
  readonly mayBeAbsent?: boolean;
}

/** The same entity as WeChat has it. */
export interface WechatEntity {
  readonly state: EntityState;
  readonly effects: Readonly<Record<string, number>>;
}

/** What WeChat has against what the merchant wants. */
export function compareEntity(expected: Expectation, found: WechatEntity | undefined): Finding[] {
  const { id, state, effects, mayBeAbsent = false } = expected;
  if (found === undefined) {
    return mayBeAbsent ? [] : [{ kind: 'lost', about: id, what: 'WeChat does not know it' }];
  }
  const differing = Object.entries(state).filter(([part, wanted]) => found.state[part] !== wanted);
  return [
    ...differing.map(([part, wanted]): Finding => ({
      kind: 'lost',
      about: id,
      what: `${part} should be ${JSON.stringify(wanted)} at WeChat and is ${JSON.stringify(found.state[part] ?? null)}`,
    })),
    ...Object.entries(effects).flatMap(([effect, bounds]) =>
      outOfBounds(id, effect, bounds, found.effects[effect] ?? 0),
    ),
  ];
}

function outOfBounds(about: string, effect: string, { least, most }: Bounds, times: number): Finding[] {
  const expected = least === most ? `${least}` : `${least} to ${most}`;
  const what = `${effect} happened ${times} times at WeChat, expected ${expected}`;
  if (times < least) return [{ kind: 'lost', about, what }];
  return times > most ? [{ kind: 'doubled', about, what }] : [];
}
