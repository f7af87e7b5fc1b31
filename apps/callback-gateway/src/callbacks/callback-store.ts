import { createHash } from 'node:crypto';
import { wechatCallbackReceived } from '@tongbu/contracts';
import type { Outbox } from '@tongbu/messaging';
import type { Clock, Database } from '@tongbu/platform';
import type { ParsedPush, PushFormat } from '@tongbu/wechat';
import { GroupCommit } from './group-commit';

/** A callback whose signature, encryption and appId were right. */
export interface VerifiedCallback {
  readonly appId: string;
  /** The decrypted message, as WeChat wrote it. */
  readonly message: string;
  readonly format: PushFormat;
  readonly push: ParsedPush;
}

interface Row extends VerifiedCallback {
  readonly hash: string;
  readonly receivedAt: Date;
}

const SOURCE = '/tongbu/callback-gateway';

/**
 * Keeps every verified callback, each once: retries repeat the message under a new nonce and ciphertext, so the hash of
 * the decrypted message is what tells them apart. Message and outgoing event commit together.
 */
export class CallbackStore {
  private readonly commits = new GroupCommit<Row>((rows) => this.write(rows));

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly published: () => void,
  ) {}

  /** Resolves when the callback is durable, also when it had been before. */
  save(callback: VerifiedCallback): Promise<void> {
    const hash = createHash('sha256').update(callback.message, 'utf8').digest('hex');
    return this.commits.add({ ...callback, hash, receivedAt: this.clock.now() });
  }

  private async write(rows: readonly Row[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const fresh = await tx.query<{ app_id: string; hash: string }>(
        `INSERT INTO callbacks (app_id, hash, event, entity, create_time, received_at, format, message)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
           $7::text[], $8::text[])
         ON CONFLICT (app_id, hash) DO NOTHING RETURNING app_id, hash`,
        [
          rows.map(({ appId }) => appId),
          rows.map(({ hash }) => hash),
          rows.map(({ push }) => (push.ok ? push.push.event : '')),
          rows.map(({ push }) => (push.ok ? (push.push.entity ?? null) : null)),
          rows.map(({ push }) => (push.ok ? push.push.createTime : null)),
          rows.map(({ receivedAt }) => receivedAt),
          rows.map(({ format }) => format),
          rows.map(({ message }) => message),
        ],
      );
      const news = new Set(fresh.map(({ app_id, hash }) => `${app_id}/${hash}`));
      const events = rows.filter(({ appId, hash }) => news.delete(`${appId}/${hash}`)).flatMap(toEvent);
      await this.outbox.add(tx, events);
    });
    this.published();
  }
}

/** What the other services hear. A message that is no event is kept and told to nobody. */
function toEvent({ appId, hash, receivedAt, push: parsed }: Row) {
  if (!parsed.ok) return [];
  const { event, entity, createTime, body } = parsed.push;
  if (event === '') return [];
  return [
    {
      id: `callback:${appId}:${hash}`,
      type: wechatCallbackReceived.type,
      source: SOURCE,
      appId,
      subject: (entity ?? event).slice(0, 128),
      time: receivedAt,
      data: { event, entity: entity ?? null, createTime: createTime.toISOString(), body },
    },
  ];
}
