/** An ISO time for people, to the second. */
export function shortTime(time: string): string {
  return time.replace('T', ' ').slice(0, 19);
}
