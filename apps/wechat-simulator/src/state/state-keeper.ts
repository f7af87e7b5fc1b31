import { messageOf, type Clock } from '@tongbu/platform';
import type { Simulator } from '../simulator';
import type { Scheduler } from '../time/scheduler';
import type { DataFile } from './data-file';
import { keptAppOf, restoreApp, type KeptApp } from './kept-app';
import { stateText } from './state-text';

const PAUSE_MS = 1_000;
/** Saving a large state repeatedly must leave time for calls: it takes a fifth of the time at most. */
const PAUSE_PER_SAVING = 4;

/** Carries a simulator's memory from one run to the next: reads it at the start, writes it after changes. */
export class StateKeeper {
  /** Accounts of the file that this run does not know: they are written back as they were. */
  private strangers: readonly KeptApp[] = [];
  private savedRevision = 0;
  private savingMs = 0;
  private saving = Promise.resolve();

  constructor(
    private readonly file: DataFile,
    private readonly simulator: Simulator,
    private readonly clock: Clock,
    private readonly scheduler: Scheduler,
    private readonly report: (sentence: string) => void,
  ) {}

  /** @throws CodedError `data-file-invalid` when there is a file and it cannot be understood */
  restore(): void {
    const state = this.file.read();
    if (state === undefined) return;
    const { apps, issuedIds, time } = this.simulator;
    time.restore(state.aheadMs);
    Object.assign(issuedIds, state.issuedIds);
    this.strangers = state.apps.filter(({ appId }) => !apps.has(appId));
    for (const kept of state.apps) {
      const app = apps.get(kept.appId);
      if (app !== undefined) restoreApp(app, kept, this.simulator);
    }
    this.savedRevision = this.simulator.revision.value;
  }

  /** Saves a second after the last time at the earliest, when something has changed. */
  start(): void {
    this.scheduler.after(Math.max(PAUSE_MS, this.savingMs * PAUSE_PER_SAVING), () => {
      this.saving = this.save()
        .catch((error: unknown) => this.report(`the data file could not be written: ${messageOf(error)}`))
        .finally(() => this.start());
    });
  }

  /** Saves what has changed since the last time. Call it when nothing changes any more. */
  async close(): Promise<void> {
    this.saving = this.saving.then(() => this.save());
    await this.saving;
  }

  private async save(): Promise<void> {
    const { issuedIds, time } = this.simulator;
    const revision = this.simulator.revision.value;
    if (revision === this.savedRevision) return;
    const started = this.clock.monotonic();
    await this.file.write(stateText(this.keptApps(), issuedIds, time.aheadMs));
    this.savingMs = this.clock.monotonic() - started;
    this.savedRevision = revision;
  }

  private *keptApps(): Generator<KeptApp> {
    for (const app of this.simulator.apps.values()) yield keptAppOf(app, this.simulator);
    yield* this.strangers;
  }
}
