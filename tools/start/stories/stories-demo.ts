import { messageOf } from '@tongbu/platform';
import type { Progress } from '@tongbu/testing';
import type { Stage, Ware } from './stage';
import type { Story } from './story';

export interface StoryResult {
  readonly orderId: string;
  readonly title: string;
  readonly ending: string;
  readonly ok: boolean;
}

/** Plays the stories side by side over wares that are on sale, and tells each ending as it comes. */
export async function playStories(
  stage: Stage,
  stories: readonly Story[],
  wares: readonly Ware[],
  print: Progress,
): Promise<StoryResult[]> {
  // Ids of an earlier start are used up at WeChat.
  const start = `QH${Date.now().toString(36).toUpperCase()}`;
  print(`${stories.length} buyers place orders`);
  return Promise.all(
    stories.map(async (story, index) => {
      const orderId = `${start}${String(index + 1).padStart(2, '0')}`;
      const taken = Array.from(
        { length: story.wares },
        (_, piece) => wares[(index * 2 + piece) % wares.length],
      );
      const { title } = story;
      let result: StoryResult;
      try {
        const ending = await story.play(
          stage,
          orderId,
          taken.filter((ware) => ware !== undefined),
        );
        result = { orderId, title, ending, ok: true };
      } catch (error) {
        result = { orderId, title, ending: messageOf(error), ok: false };
      }
      print(`${result.ok ? 'order' : 'FAILED'}      ${orderId}  buyer ${title}: ${result.ending}`);
      return result;
    }),
  );
}

/** What a merchant wants to read at the end. */
export function renderStories(results: readonly StoryResult[]): string {
  const lines = (members: readonly StoryResult[]) =>
    members.map(({ orderId, title, ending }) => `  ${orderId}  buyer ${title}\n      ${ending}`).join('\n');
  const ended = results.filter(({ ok }) => ok);
  const failed = results.filter(({ ok }) => !ok);
  return [
    `Orders (${ended.length})\n${lines(ended)}`,
    ...(failed.length === 0 ? [] : [`Orders without an end (${failed.length})\n${lines(failed)}`]),
    `${results.length} orders: ${ended.length} as they should be${failed.length === 0 ? '' : `, ${failed.length} not`}`,
  ].join('\n\n');
}
