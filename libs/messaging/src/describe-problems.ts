interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** All problems a schema found, in one line: `data.skus[0].salePrice: expected whole fen; data.title: expected a text`. */
export function describeProblems(issues: readonly Issue[], root: string): string {
  return issues.map(({ path, message }) => `${describePath(path, root)}: ${message}`).join('; ');
}

function describePath(path: readonly PropertyKey[], root: string): string {
  return path.reduce<string>(
    (described, step) =>
      typeof step === 'number' ? `${described}[${step}]` : `${described}.${String(step)}`,
    root,
  );
}
