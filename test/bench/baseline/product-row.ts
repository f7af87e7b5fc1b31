import { EntitySchema } from 'typeorm';

/** The merchant's product as an entity, whole in one column, with what became of it. */
export interface ProductRow {
  id: string;
  appId: string;
  productId: string;
  version: number;
  content: unknown;
  status: string;
  updatedAt: Date;
}

export const productRow = new EntitySchema<ProductRow>({
  name: 'product',
  columns: {
    id: { type: 'text', primary: true },
    appId: { type: 'text' },
    productId: { type: 'text' },
    version: { type: 'int' },
    content: { type: 'jsonb' },
    status: { type: 'text' },
    updatedAt: { type: 'timestamptz', updateDate: true },
  },
});
