import { setTimeout as sleep } from 'node:timers/promises';

/** What the admin API shows of a trial run. */
export interface ShownTrial {
  readonly run: string;
  readonly step: string | null;
  readonly done: readonly string[];
  readonly state: string;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly fix: string }[];
  readonly payment: object | null;
}

const EVERY_MS = 1_000;

/** Tells each step as it is done, until the run is over or stops. Answers the exit code. */
export async function followTrial(
  trials: { trial(): Promise<ShownTrial> },
  print: (line: string) => void,
  everyMs = EVERY_MS,
): Promise<number> {
  let told = 0;
  let isPaymentTold = false;
  for (;;) {
    const { step, done, state, problems, payment } = await trials.trial();
    for (const name of done.slice(told)) print(`${name}: done`);
    told = Math.max(told, done.length);
    if (step === null) {
      print('Everything that WeChat wants to see was done, and the product is removed.');
      return 0;
    }
    if (payment !== null && !isPaymentTold) {
      isPaymentTold = true;
      print('payment: open the cashier of the mini program with these parameters and pay one fen');
      print(JSON.stringify(payment));
    }
    if (state === 'parked') {
      for (const { code, message, fix } of problems) print(`${step}: refused, ${code}: ${message}\n  ${fix}`);
      print('Run it again to go on from here.');
      return 1;
    }
    await sleep(everyMs);
  }
}
