import { orderPlaced } from '@tongbu/contracts';
import { serve } from './serve';
import { trickle } from './trickle';

export interface CheckoutLoad {
  /** Where order-sync answers. */
  readonly url: string;
  readonly appId: string;
  readonly apiKey: string;
  readonly perSecond: number;
  readonly ms: number;
}

export interface CheckoutOutcome {
  /** Until each answer, in ms. */
  readonly times: readonly number[];
  /** Answered with the parameters that open the cashier. */
  readonly created: number;
}

const LIFETIME_MS = 3_600_000;
let placed = 0;

function order(): string {
  placed += 1;
  const { version: _, ...sample } = orderPlaced.sample;
  const expiresAt = new Date(Date.now() + LIFETIME_MS).toISOString();
  return JSON.stringify({ ...sample, orderId: `C-${placed}`, expiresAt });
}

const commands = {
  /** Buyers check out, so many in a second, whatever it takes. */
  async checkOut({ url, appId, apiKey, perSecond, ms }: CheckoutLoad): Promise<CheckoutOutcome> {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      prefer: 'wait=10',
    };
    const times: number[] = [];
    let created = 0;
    await trickle(perSecond, ms, async () => {
      const from = performance.now();
      const answer = await fetch(`${url}/v1/apps/${appId}/checkouts`, {
        method: 'POST',
        headers,
        body: order(),
      });
      const { paymentParameters } = (await answer.json()) as { readonly paymentParameters?: object | null };
      times.push(performance.now() - from);
      if (answer.status === 201 && paymentParameters) created += 1;
    });
    return { times, created };
  },
};

export type CheckoutLoadCommands = typeof commands;

serve(commands);
