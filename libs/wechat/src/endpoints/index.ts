export * from './account.endpoints';
export * from './audit.endpoints';
export * from './category.endpoints';
export * from './image.endpoints';
export * from './product.endpoints';
export type { ProductRef, ReviewState, ShelfState, SkuDraft, Spu, SpuDraft } from './product.wire';
export * from './token.endpoints';
export * from './quota-groups';
