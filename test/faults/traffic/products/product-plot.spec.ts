import { eventRegistry } from '@tongbu/contracts';
import { Random } from '../../../../apps/wechat-simulator/src/time/random';
import type { MerchantEvent, Stage } from '../../play/story';
import type { Plot } from '../traffic';
import { products } from './products';

async function eventsOf({ steps }: Plot): Promise<MerchantEvent[]> {
  const events: MerchantEvent[] = [];
  const stage = { publish: async (event: MerchantEvent) => void events.push(event) } as unknown as Stage;
  for (const step of steps) await step.play(stage);
  return events;
}

const written = (seed: number) => products.write(60, new Random(seed));

it('writes the same plots for the same seed, and others for another', async () => {
  const all = async (seed: number) => JSON.stringify(await Promise.all(written(seed).map(eventsOf)));
  expect(await all(7)).toBe(await all(7));
  expect(await all(7)).not.toBe(await all(8));
});

it('publishes events that fit their schemas', async () => {
  for (const { name, data } of (await Promise.all(written(3).map(eventsOf))).flat()) {
    expect(eventRegistry.get(`merchant.${name}.v1`)?.data.safeParse(data)).toMatchObject({ success: true });
  }
});

it('expects what the newest version says, whatever is repeated or late', async () => {
  const plots = written(5);
  let noise = 0;
  for (const plot of plots) {
    const versions = new Map<number, MerchantEvent>();
    for (const event of await eventsOf(plot)) {
      const { version } = event.data as { version: number };
      if (versions.has(version)) noise += 1;
      else versions.set(version, event);
    }
    const newest = versions.get(Math.max(...versions.keys()));
    const { state } = plot.expected;
    expect(state['deleted']).toBe(newest?.name === 'product.deleted');
    const { title } = (newest?.data ?? {}) as { title?: string };
    if (title !== undefined) expect(state['title']).toBe(title);
  }
  expect(noise).toBeGreaterThan(20);
});

it('never ends with a title that is rejected', () => {
  for (const { expected } of written(9)) expect(String(expected.state['title'])).not.toContain('最');
});
