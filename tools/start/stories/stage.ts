import { randomUUID } from 'node:crypto';
import {
  deadLetterTopic,
  eventKey,
  eventRegistry,
  topics,
  type CloudEvent,
  type EventData,
  type EventDefinition,
  type Problem,
} from '@tongbu/contracts';
import { decodeEvent } from '@tongbu/messaging';
import { CodedError } from '@tongbu/platform';
import type { z } from 'zod';
import { EventFeed } from '../event-feed';
import { TopicFollower, type FollowedRecord } from '../topic-follower';

const PATIENCE_MS = 90_000;

/** A product that is on sale, as the shop knows it. */
export interface Ware {
  readonly productId: string;
  readonly skuId: string;
  readonly title: string;
  readonly image: string;
  readonly path: string;
  /** Fen. */
  readonly price: number;
}

interface Listener {
  readonly hears: (event: CloudEvent) => boolean;
  readonly tell: (event: CloudEvent) => void;
}

/** Where the stories play: publishes as the shop does, hears what Tongbu answers, and acts as buyer and as WeChat. */
export class Stage {
  private readonly heard: CloudEvent[] = [];
  private readonly listeners = new Set<Listener>();

  private constructor(
    readonly appId: string,
    private readonly controlUrl: string,
    private readonly feed: EventFeed,
    private readonly follower: TopicFollower,
  ) {}

  static async open(brokers: readonly string[], appId: string, controlUrl: string): Promise<Stage> {
    const stage = new Stage(appId, controlUrl, await EventFeed.connect(brokers), new TopicFollower(brokers));
    const answers = [
      topics.wechatAccess,
      topics.wechatCatalog,
      topics.wechatOrders,
      topics.wechatLogistics,
      topics.wechatAftersales,
    ];
    const refusals = [
      topics.merchantAccess,
      topics.merchantCatalog,
      topics.merchantOrders,
      topics.merchantLogistics,
      topics.merchantAftersales,
    ];
    await stage.follower.follow([...answers, ...refusals.map(deadLetterTopic)], (record) =>
      stage.take(record),
    );
    return stage;
  }

  async close(): Promise<void> {
    await this.follower.stop();
    await this.feed.close();
  }

  /** Publishes one of the merchant's events. */
  async publish<Schema extends z.ZodType>(
    definition: EventDefinition<Schema>,
    subject: string,
    data: z.input<Schema>,
  ): Promise<void> {
    const { type } = definition;
    const attributes = { id: randomUUID(), source: '/samples/shop', type, subject, appid: this.appId };
    const text = JSON.stringify({ specversion: '1.0', ...attributes, time: new Date().toISOString(), data });
    await this.feed.send([{ key: eventKey(attributes), text, type }]);
  }

  /**
   * The first event of this type about `subject`, heard already or still to come.
   *
   * @throws CodedError `not-heard` when none comes in time
   */
  async hear<Definition extends EventDefinition>(
    definition: Definition,
    subject: string,
    fits: (data: EventData<Definition>) => boolean = () => true,
  ): Promise<EventData<Definition>> {
    const hears = (event: CloudEvent) =>
      event.type === definition.type &&
      event.subject === subject &&
      fits(event.data as EventData<Definition>);
    return (await this.wait(hears, `${definition.type} about ${subject}`, subject))
      .data as EventData<Definition>;
  }

  /** As {@link hear}, for a thing that begins at WeChat: the first event of this type that fits, whatever it is about. */
  async hearOfAny<Definition extends EventDefinition>(
    definition: Definition,
    fits: (data: EventData<Definition>) => boolean,
  ): Promise<{ readonly subject: string; readonly data: EventData<Definition> }> {
    const hears = (event: CloudEvent) =>
      event.type === definition.type && fits(event.data as EventData<Definition>);
    const { subject, data } = await this.wait(hears, definition.type);
    return { subject, data: data as EventData<Definition> };
  }

  /** Something the buyer or WeChat does, told to the simulator, such as `orders/T-1/pay`. */
  async act(path: string, body: object = {}): Promise<unknown> {
    return this.control(path, 'POST', body);
  }

  /** What the simulator shows of something, such as `complaints`. */
  async look<Shown>(path: string): Promise<Shown> {
    return (await this.control(path, 'GET')) as Shown;
  }

  /** Anything of the simulator's control API about this mini program, such as `audit-rules`. */
  async control(path: string, method: 'GET' | 'POST' | 'PUT', body?: object): Promise<unknown> {
    const answer = await fetch(`${this.controlUrl}/v1/apps/${this.appId}/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new CodedError('not-done', `the simulator refuses ${path}: ${text}`, false);
    return text === '' ? undefined : JSON.parse(text);
  }

  private async wait(hears: Listener['hears'], what: string, subject?: string): Promise<CloudEvent> {
    const before = this.heard.find(hears);
    if (before !== undefined) return before;
    return new Promise<CloudEvent>((resolve, reject) => {
      const listener: Listener = {
        hears,
        tell: (event) => {
          clearTimeout(timer);
          this.listeners.delete(listener);
          resolve(event);
        },
      };
      const timer = setTimeout(() => {
        this.listeners.delete(listener);
        const instead = this.problemsOf(subject);
        const sentence = `${what} did not come within ${PATIENCE_MS / 1000} s${instead}`;
        reject(new CodedError('not-heard', sentence, false));
      }, PATIENCE_MS);
      this.listeners.add(listener);
    });
  }

  /** Why something is parked, as far as it was told. */
  private problemsOf(subject: string | undefined): string {
    const parked = this.heard.findLast(
      (event) => event.subject === subject && event.type.includes('.parked.'),
    );
    const { problems = [] } = (parked?.data ?? {}) as { problems?: Problem[] };
    return problems.length === 0 ? '' : `; parked: ${problems.map(({ message }) => message).join(' ')}`;
  }

  private take({ topic, message }: FollowedRecord): void {
    const decoded = decodeEvent(message, eventRegistry);
    if (!decoded.ok || topic.endsWith('.dlq')) return;
    this.heard.push(decoded.value);
    for (const listener of this.listeners) if (listener.hears(decoded.value)) listener.tell(decoded.value);
  }
}
