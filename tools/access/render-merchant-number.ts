import { shortTime } from './short-time';

/** What the admin API shows of an application for the merchant number. */
export interface ShownMerchantNumber {
  readonly state:
    | 'not-applied'
    | 'console'
    | 'under-review'
    | 'validation-needed'
    | 'signature-needed'
    | 'refused'
    | 'ready';
  readonly version: number | null;
  readonly readAt: string | null;
  readonly problems: readonly { readonly message: string; readonly fix: string }[];
  readonly application: {
    readonly signUrl: string | null;
    readonly validationUrl: string | null;
    readonly transfer: {
      readonly amount: number;
      readonly payee: {
        readonly name: string;
        readonly number: string;
        readonly bank: string;
        readonly city: string;
      };
      readonly remark: string;
      readonly deadline: string | null;
    } | null;
    readonly refusedFields: readonly { readonly field: string; readonly reason: string }[];
    readonly merchantNumber: string | null;
  } | null;
}

const STATES: Readonly<Record<ShownMerchantNumber['state'], string>> = {
  'not-applied': 'WeChat has no application',
  console: 'opened in the console, as somebody declared',
  'under-review': 'under review',
  'validation-needed': 'waiting for you: the account or the legal person is to be validated',
  'signature-needed': 'waiting for you: the contract is to be signed',
  refused: 'REFUSED',
  ready: 'can take money',
};

/** Where an application stands for people, and under it what is to be done. */
export function renderMerchantNumber({
  state,
  version,
  readAt,
  problems,
  application,
}: ShownMerchantNumber): string {
  const document = version === null ? 'no document was given here' : `document version ${version}`;
  const asked = readAt === null ? 'WeChat was not asked yet' : `WeChat was asked at ${shortTime(readAt)}`;
  const number = application?.merchantNumber ?? null;
  const lines = [
    `merchant number${number === null ? '' : ` ${number}`}: ${STATES[state]} (${document}, ${asked})`,
  ];
  if (application !== null) {
    const { signUrl, validationUrl, transfer, refusedFields } = application;
    lines.push(...refusedFields.map(({ field, reason }) => `  ${field}: ${reason}`));
    if (signUrl !== null) lines.push(`  sign: ${signUrl}`);
    if (validationUrl !== null) lines.push(`  validate: ${validationUrl}`);
    if (transfer !== null) lines.push(transferLine(transfer));
  }
  return [...lines, ...problems.flatMap(({ message, fix }) => [`  ${message}`, `  ${fix}`])].join('\n');
}

type Transfer = NonNullable<NonNullable<ShownMerchantNumber['application']>['transfer']>;

function transferLine({ amount, payee, remark, deadline }: Transfer): string {
  const until = deadline === null ? '' : ` by ${shortTime(deadline)}`;
  const to = [payee.name, payee.number, payee.bank, payee.city].filter((part) => part !== '').join(', ');
  const note = remark === '' ? '' : `, remark ${remark}`;
  return `  transfer ${(amount / 100).toFixed(2)} yuan from the account${until} to ${to}${note}`;
}
