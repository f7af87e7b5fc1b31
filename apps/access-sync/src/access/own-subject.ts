import type { CloudEvent } from '@tongbu/contracts';
import { CodedError } from '@tongbu/platform';

/** Refuses an event about access whose subject is not its mini program; it becomes a dead letter. */
export function ofItsApp({ subject, appid }: CloudEvent): void {
  if (subject === appid) return;
  throw new CodedError(
    'subject-wrong',
    `subject: expected the AppID ${appid}, as in the attribute appid`,
    false,
  );
}
