import { z } from 'zod';
import type { EventDefinition } from './event-definition';
import { topics } from './topics';

/** A callback of WeChat's, verified, stored and normalised by the gateway. For Tongbu's own services. */
export const wechatCallbackReceived = {
  type: 'wechat.callback.received.v1',
  topic: topics.wechatCallbacks,
  summary: 'WeChat called back. A hint to read the entity again, never the truth itself. Internal.',
  subject: "the id of the entity the callback names, or the event's name when it names none",
  data: z.object({
    event: z.string().describe("WeChat's event name"),
    entity: z.string().nullable().describe('the id of the entity it is about, as WeChat named it'),
    createTime: z.iso.datetime({ offset: true }),
    body: z
      .record(z.string(), z.unknown())
      .describe('the event body, nested and flattened layouts alike; scalars are texts'),
  }),
  sample: {
    event: 'open_product_spu_audit',
    entity: 'P-2207',
    createTime: '2026-03-02T04:05:06Z',
    body: {
      out_product_id: 'P-2207',
      product_id: '13264902171649372161',
      status: '4',
      spu_status: '5',
      reject_reason: '',
    },
  },
} satisfies EventDefinition;
