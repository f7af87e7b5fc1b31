import { FakeClock } from '@tongbu/testing';
import { describeRowStore, type Known, type Wanted } from '../test-support/row-store.suite';
import { MemoryRowStore } from './memory-row-store';

describeRowStore('MemoryRowStore', async () => {
  const clock = new FakeClock();
  const store = new MemoryRowStore<Wanted, Known>(clock);
  return {
    store,
    change: async (key, desired) => store.change(key, desired),
    hint: async (key, hint) => void store.hint(key, hint),
    pass: async (ms) => clock.advance(ms),
    row: async (key) => store.row(key),
    dueInMs: async (key) => {
      const at = store.nextTime(key);
      return at && at.getTime() - clock.now().getTime();
    },
    now: async () => clock.now(),
    published: async () => store.events.map(({ data }) => data),
    timeline: async () => store.timeline,
  };
});
