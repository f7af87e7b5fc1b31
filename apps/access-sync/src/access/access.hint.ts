/** Hints of access. */
export const accessHints = {
  /** A callback about the registration or a scene. */
  pushed: 'access pushed',
  /** Another service tells of something that counts as a step. */
  heard: 'step heard of',
} as const;
