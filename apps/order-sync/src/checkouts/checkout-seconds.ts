import type { Metrics } from '@tongbu/platform';

/** How long shops waited for a checkout, by what came of it. */
export type CheckoutSeconds = ReturnType<typeof checkoutSeconds>;

export function checkoutSeconds(metrics: Metrics) {
  return metrics.histogram('checkout_seconds', 'Requests of shops that wait for a cashier, by outcome', [
    'request',
    'outcome',
  ]);
}
