const OFFSET_MS = 8 * 3_600_000;

export const TIME_PATTERN = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** The text form of WeChat's times: `yyyy-MM-dd HH:mm:ss`, UTC+8. */
export function beijingTime(moment: Date): string {
  return new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The quota day a moment belongs to: `yyyy-MM-dd`, UTC+8. */
export function beijingDay(moment: Date): string {
  return beijingTime(moment).slice(0, 10);
}

/** Inverse of {@link beijingTime}; nothing when the text has another form or names no real moment. */
export function parseBeijingTime(text: string): Date | undefined {
  if (!TIME_PATTERN.test(text)) return undefined;
  const moment = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
