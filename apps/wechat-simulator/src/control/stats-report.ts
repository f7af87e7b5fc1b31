import type { Simulator } from '../simulator';

/** Per account what its calls looked like, and what of them took effect more than once. */
export function statsReport({ apps, pusher }: Simulator): object {
  const report = [...apps.values()].map((app) => {
    const products = app.products
      .all()
      .map(({ outProductId: id, applied, repeatedAdds }) => ({ id, adds: applied.add, repeatedAdds }));
    const orders = app.orders
      .all()
      .map(({ outOrderId: id, applied, repeatedAdds }) => ({ id, adds: applied.add, repeatedAdds }));
    return {
      appId: app.appId,
      ...app.statistics.report(),
      addsApplied: Object.fromEntries(products.map(({ id, adds }) => [id, adds])),
      repeatedAdds: repeatedAddsOf(products),
      orderAddsApplied: Object.fromEntries(orders.map(({ id, adds }) => [id, adds])),
      repeatedOrderAdds: repeatedAddsOf(orders),
      callbacks: pusher.counts.get(app.appId) ?? null,
    };
  });
  return { apps: report };
}

function repeatedAddsOf(
  entries: readonly { readonly id: string; readonly repeatedAdds: number }[],
): Record<string, number> {
  return Object.fromEntries(
    entries.filter(({ repeatedAdds }) => repeatedAdds > 0).map(({ id, repeatedAdds }) => [id, repeatedAdds]),
  );
}
