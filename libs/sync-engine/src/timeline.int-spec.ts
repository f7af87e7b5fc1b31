import { createEngineDatabase } from '../test-support/engine-database';
import { addTimeline, pruneTimeline, readTimeline } from './timeline';

it("removes a kind's old history page by page and leaves the rest", async () => {
  const { database, drop } = await createEngineDatabase();
  try {
    const lamp = { appId: 'wx7f3d2a9c5b1e8046', kind: 'lamp', entityId: 'L-1' };
    const chair = { ...lamp, kind: 'chair' };
    const lines = ['a', 'b', 'c'].map((summary) => ({ type: 'event', summary }) as const);
    await addTimeline(database, lamp, lines);
    await addTimeline(database, chair, lines);
    await database.query(`UPDATE sync_timeline SET at = now() - interval '91 days'`);
    await addTimeline(database, lamp, [{ type: 'event', summary: 'new' }]);

    expect(await pruneTimeline(database, 'lamp', 90, 2)).toBe(2);
    expect(await pruneTimeline(database, 'lamp', 90, 2)).toBe(1);
    expect(await pruneTimeline(database, 'lamp', 90, 2)).toBe(0);
    expect((await readTimeline(database, lamp)).map(({ summary }) => summary)).toEqual(['new']);
    expect(await readTimeline(database, chair)).toHaveLength(3);
  } finally {
    await drop();
  }
});
