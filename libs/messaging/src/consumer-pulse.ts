import type { Clock } from '@tongbu/platform';
import type { Consumer } from 'kafkajs';

export interface ConsumerHealth {
  /** Ready: a member of its group that has been heard within the session time-out. */
  readonly joined: boolean;
  readonly lastHeartbeatAt: Date | null;
  /** Since when it is not joined, for a liveness check; null while it is. */
  readonly stoppedSince: Date | null;
  readonly lastCrash: { readonly at: Date; readonly message: string } | null;
  /** Held by `pause()`. */
  readonly paused: boolean;
  /** Partitions that wait to try a message again. */
  readonly partitionsBackingOff: number;
}

/** What is known about a consumer's life, from kafkajs' events. */
export class ConsumerPulse {
  private member = false;
  private lastHeartbeatAt: Date | null = null;
  private lastCrash: ConsumerHealth['lastCrash'] = null;
  private leftAt: Date;

  constructor(
    private readonly clock: Clock,
    private readonly sessionTimeoutMs: number,
  ) {
    this.leftAt = clock.now();
  }

  watch(consumer: Pick<Consumer, 'on' | 'events'>): void {
    const { events } = consumer;
    const left = () => {
      if (this.member) this.leftAt = this.clock.now();
      this.member = false;
    };
    consumer.on(events.GROUP_JOIN, () => {
      this.member = true;
      this.lastHeartbeatAt = this.clock.now();
    });
    consumer.on(events.HEARTBEAT, () => {
      this.lastHeartbeatAt = this.clock.now();
    });
    consumer.on(events.REBALANCING, left);
    consumer.on(events.STOP, left);
    consumer.on(events.DISCONNECT, left);
    consumer.on(events.CRASH, ({ payload }) => {
      left();
      this.lastCrash = { at: this.clock.now(), message: payload.error.message };
    });
  }

  health(): Pick<ConsumerHealth, 'joined' | 'lastHeartbeatAt' | 'stoppedSince' | 'lastCrash'> {
    const { lastHeartbeatAt, lastCrash } = this;
    const silentMs = this.clock.now().getTime() - (lastHeartbeatAt?.getTime() ?? 0);
    const joined = this.member && silentMs <= this.sessionTimeoutMs;
    const stoppedSince = joined ? null : this.member ? lastHeartbeatAt : this.leftAt;
    return { joined, lastHeartbeatAt, stoppedSince, lastCrash };
  }
}
