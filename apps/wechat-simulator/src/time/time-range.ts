import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';
import { parseBeijingTime } from './beijing-time';

export type InRange = (moment: Date) => boolean;

/** A filter of a list by two texts, which go together; nothing when both are left out. `kind` names them in a refusal. */
export function timeRange(kind: string, startText = '', endText = ''): Result<InRange | undefined> {
  if (startText === '' && endText === '') return accept(undefined);
  if (startText === '' || endText === '') {
    return refuse(ERR.PARAMETER_MISSING, `start_${kind}_time and end_${kind}_time go together`);
  }
  const [start, end] = [parseBeijingTime(startText), parseBeijingTime(endText)];
  if (start === undefined || end === undefined)
    return refuse(ERR.INVALID_ARGUMENT, `${kind} times are malformed`);
  if (start > end) return refuse(ERR.TIME_RANGE);
  // The text has whole seconds, a moment milliseconds: the last second counts whole.
  return accept((moment) => moment >= start && moment.getTime() < end.getTime() + 1_000);
}
