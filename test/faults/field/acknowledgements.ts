import type { SimulatorControl } from '../../support/simulator-control';
import type { Finding } from '../judging/finding';
import { createKafka } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import type { Admin } from 'kafkajs';
import type { SeenRecord, Witness } from './witness';

/** A consumer group of ours and what it must take over. */
export interface ConsumingGroup {
  readonly groupId: string;
  readonly topics: readonly string[];
}

/** Who has taken over what: Kafka's offsets for events, the answers that WeChat got for callbacks. */
export class Acknowledgements {
  private readonly admin: Admin;

  constructor(
    brokers: readonly string[],
    private readonly groups: readonly ConsumingGroup[],
    private readonly witness: Witness,
  ) {
    const logger = createLogger({ service: 'acknowledgements', level: 'fatal' });
    this.admin = createKafka({ brokers, clientId: 'acknowledgements', logger }).admin();
  }

  /** Events of this mini program that a group has not committed. Throws while Kafka is away. */
  async ofEvents(appId: string): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const group of this.groups) {
      const committed = await this.committed(group);
      const open = this.witness
        .records(appId)
        .filter(
          ({ topic, partition, offset }) => offset >= (committed.get(`${topic}/${partition}`) ?? offset + 1n),
        );
      findings.push(...open.map((record) => uncommitted(group.groupId, record)));
    }
    return findings;
  }

  /** Callbacks that WeChat has no `success` for, and those it has one for that nobody was told of. */
  async ofCallbacks(wechat: SimulatorControl): Promise<Finding[]> {
    const told = this.witness.callbackIds(wechat.appId);
    return (await wechat.callbacks()).flatMap(({ event, messageHash, state, attempts }): Finding[] => {
      const isTold = told.has(`callback:${wechat.appId}:${messageHash}`);
      if (state === 'acknowledged' && !isTold)
        return [{ kind: 'lost', about: event, what: 'WeChat was answered success, and no service was told' }];
      if (state !== 'pending' && state !== 'given-up') return [];
      return [{ kind: 'unacknowledged', about: event, what: `${state} after ${attempts} tries` }];
    });
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }

  /** The next offset of each partition, by `topic/partition`; 0 where the group has committed nothing yet. */
  private async committed({ groupId, topics }: ConsumingGroup): Promise<ReadonlyMap<string, bigint>> {
    await this.admin.connect();
    const offsets = await this.admin.fetchOffsets({ groupId, topics: [...topics] });
    return new Map(
      offsets.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => {
          const next = BigInt(offset);
          return [`${topic}/${partition}`, next < 0n ? 0n : next] as const;
        }),
      ),
    );
  }
}

function uncommitted(groupId: string, { topic, partition, offset, key }: SeenRecord): Finding {
  return {
    kind: 'unacknowledged',
    about: key,
    what: `${groupId} has not committed ${topic}/${partition} at ${offset}`,
  };
}
