/** Names of what products wait for and qualifications bring about. */
export const categoryFact = (categoryId: number) => `category:${categoryId}`;
export const brandFact = (brandId: number) => `brand:${brandId}`;
