import { messageOf } from '@tongbu/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage, Story } from './story';

/** Plays stories side by side, and tells how far they are. */
export class Load {
  private readonly total: number;
  private played = 0;
  private over = false;
  private readonly failures: string[] = [];
  private waiting: { readonly share: number; readonly go: () => void }[] = [];

  constructor(
    private readonly stories: readonly Story[],
    private readonly stage: Stage,
  ) {
    this.total = stories.reduce((sum, { steps }) => sum + steps.length, 0);
  }

  /** Resolves when every story has been played, or could not go on. */
  async play(): Promise<void> {
    await Promise.all(this.stories.map((story) => this.playStory(story)));
    this.over = true;
    this.tell();
  }

  /** Why stories could not go on. */
  get stuck(): readonly string[] {
    return this.failures;
  }

  /** Resolves when this share of all steps, 0 to 1, has been played, or the load is over. */
  reaches(share: number): Promise<void> {
    return new Promise((go) => {
      this.waiting.push({ share, go });
      this.tell();
    });
  }

  get isOver(): boolean {
    return this.over;
  }

  private async playStory({ id, steps }: Story): Promise<void> {
    for (const [at, { pauseMs, play }] of steps.entries()) {
      await sleep(pauseMs);
      try {
        await play(this.stage);
      } catch (error) {
        this.failures.push(`${id} could not go on: ${messageOf(error)}`);
        this.played += steps.length - at;
        this.tell();
        return;
      }
      this.played += 1;
      this.tell();
    }
  }

  private tell(): void {
    const reached = this.over ? 1 : this.played / this.total;
    const due = this.waiting.filter(({ share }) => reached >= share);
    this.waiting = this.waiting.filter(({ share }) => reached < share);
    for (const { go } of due) go();
  }
}
