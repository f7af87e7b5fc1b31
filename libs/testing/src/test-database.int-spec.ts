import { Client } from 'pg';
import { createTestDatabase } from './test-database';

async function tables(url: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE TABLE IF NOT EXISTS mark (id int)');
    return (
      await client.query('INSERT INTO mark VALUES (1) RETURNING (SELECT count(*)::int FROM mark) AS before')
    ).rows;
  } finally {
    await client.end();
  }
}

test('every test database is empty and apart from the others', async () => {
  const [first, second] = [await createTestDatabase(), await createTestDatabase()];
  try {
    expect(await tables(first.url)).toEqual([{ before: 0 }]);
    expect(await tables(first.url)).toEqual([{ before: 1 }]);
    expect(await tables(second.url)).toEqual([{ before: 0 }]);
  } finally {
    await Promise.all([first.drop(), second.drop()]);
  }
  await expect(tables(first.url)).rejects.toThrow('does not exist');
});
