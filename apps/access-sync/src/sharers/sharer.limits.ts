const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** WeChat documentation: sharers, promoters. */
export const SHARING_LIMITS = {
  sharersPerMiniProgram: 10_000,
  miniProgramsPerSharer: 5,
  daysBound: 30,
  invitationsPerDay: 3,
  minutesBetweenInvitations: 10,
  promoterChangesPerYear: 2,
} as const;

/** How many invitations have to be remembered. */
export const REMEMBERED_INVITATIONS = SHARING_LIMITS.invitationsPerDay;

/** From when on a user may be invited again, after these invitations (ISO times, the latest last). */
export function invitableFrom(invitations: readonly string[]): Date | null {
  const latest = invitations.at(-1);
  if (latest === undefined) return null;
  const spaced = Date.parse(latest) + SHARING_LIMITS.minutesBetweenInvitations * MINUTE;
  const third = invitations.at(-SHARING_LIMITS.invitationsPerDay);
  return new Date(third === undefined ? spaced : Math.max(spaced, Date.parse(third) + DAY));
}

/** From when on a binding may end; null: at any time, as far as is known. `boundAt`: ISO time. */
export function unbindableFrom(boundAt: string | null): Date | null {
  return boundAt === null ? null : new Date(Date.parse(boundAt) + SHARING_LIMITS.daysBound * DAY);
}
