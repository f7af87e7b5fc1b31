/** Hints of sharers. */
export const sharerHints = {
  /** A binding began or ended. */
  binding: 'sharer binding pushed',
  /** Somebody made a card, as only a bound sharer does. */
  card: 'sharer card pushed',
} as const;
