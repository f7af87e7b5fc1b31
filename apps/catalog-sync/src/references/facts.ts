/** Names of what products wait for and qualifications bring about. */
export const categoryFact = (categoryId: number) => `category:${categoryId}`;
export const brandFact = (brandId: number) => `brand:${brandId}`;

/** Nobody waits for it; whoever went by a fact is told that it is true no more. */
export const withdrawnFact = (fact: string) => `withdrawn:${fact}`;

/** The category or brand that a fact says is not approved any more. */
export function withdrawnReference(
  fact: string,
): { readonly of: 'category' | 'brand'; readonly id: number } | undefined {
  const [, of, id] = /^withdrawn:(category|brand):(\d+)$/.exec(fact) ?? [];
  return of === 'category' || of === 'brand' ? { of, id: Number(id) } : undefined;
}
