import { shortTime } from './short-time';

interface ShownWords {
  readonly en: string;
}
interface ShownLine {
  readonly step: string;
  readonly title: ShownWords;
  readonly state: 'done' | 'waiting-for-wechat' | 'waiting-for-you' | 'failed';
  readonly since: string | null;
  readonly what: readonly ShownWords[];
  readonly problems: readonly { readonly message: string; readonly fix: string }[];
  readonly source: string | null;
}
/** What the admin API shows of a mini program's steps. */
export interface ShownSteps {
  readonly appId: string;
  readonly readAt: string | null;
  readonly steps: readonly ShownLine[];
}

const STATES: Readonly<Record<ShownLine['state'], string>> = {
  done: 'done',
  'waiting-for-wechat': 'waiting for WeChat',
  'waiting-for-you': 'waiting for you',
  failed: 'FAILED',
};

/** Fifteen lines for people; under each that is not done, what to do. */
export function renderSteps({ appId, readAt, steps }: ShownSteps): string {
  const asked = readAt === null ? 'WeChat was not asked yet' : `WeChat was asked at ${shortTime(readAt)}`;
  return [`${appId}: ${asked}`, ...steps.flatMap(linesOf)].join('\n');
}

function linesOf({ step, title, state, since, what, problems, source }: ShownLine): string[] {
  const time = since === null ? '' : `${state === 'done' ? ' ' : ' since '}${shortTime(since)}`;
  const from = source === null ? '' : `  (${source})`;
  const todo = problems.flatMap(({ message, fix }) => [message, fix]);
  return [
    `${step}  ${title.en.padEnd(52)} ${STATES[state]}${time}${from}`,
    ...[...what.map(({ en }) => en), ...todo].map((text) => `       ${text}`),
  ];
}
