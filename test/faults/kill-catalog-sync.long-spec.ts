import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';

const PRODUCTS = 500;
const EDITED = 100;
const ids = Array.from({ length: PRODUCTS }, (_, index) => `P-${String(index).padStart(3, '0')}`);
const edited = ids.slice(0, EDITED);
const TIMEOUT_MS = 120_000;

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: { min: 200, max: 600 } },
  });
});
afterAll(() => installation?.stop());

const publish = (version: number, subjects: readonly string[]) =>
  installation.topics.publishAll(
    'upserted',
    subjects.map((subject) => ({ subject, data: merchantProduct(subject, version) })),
  );

const atWechat = (count: number) =>
  eventually(async () => (await installation.simulator.products()).length >= count, {
    timeoutMs: TIMEOUT_MS,
    intervalMs: 100,
  });

it(
  `killed twice among ${PRODUCTS} products, it adds each once and tells each verdict once`,
  async () => {
    const { simulator, topics } = installation;
    // So slow that each kill hits calls under way, and that much is left to do when the service is back.
    await simulator.fault({ kind: 'latency', path: '/shop/spu/add', probability: 1, ms: 1_500 });
    await publish(1, ids);
    await atWechat(60);
    await installation.kill('catalog-sync');
    await publish(2, edited);
    await atWechat(150);
    expect((await simulator.products()).length).toBeLessThan(PRODUCTS);
    await installation.kill('catalog-sync');
    await simulator.clearFaults();

    const newest = new Map(ids.map((id) => [id, merchantProduct(id, edited.includes(id) ? 2 : 1).title]));
    await eventually(
      async () => {
        const products = await simulator.products();
        const online = products.filter(
          (product) => product.online?.title === newest.get(product.outProductId),
        );
        const approved = ids.filter((id) => verdictOnNewest(id) === 'approved');
        if (online.length === PRODUCTS && approved.length === PRODUCTS) return true;
        throw new Error(
          `${products.length} products, ${online.length} up to date, ${approved.length} announced`,
        );
      },
      { timeoutMs: TIMEOUT_MS, intervalMs: 250 },
    );

    const products = await simulator.products();
    expect(products.map(({ outProductId }) => outProductId).toSorted()).toEqual(ids);
    expect(products.filter(({ applied }) => applied['add'] !== 1)).toEqual([]);
    expect(products.filter(({ editStatus, status }) => editStatus !== 4 || status !== 5)).toEqual([]);

    const verdicts = new Map<string, Set<string>>();
    for (const { id, subject, name, data } of topics.seen) {
      if (name !== 'approved' && name !== 'rejected') continue;
      const submission = `${subject}/${data.submission}`;
      verdicts.set(submission, (verdicts.get(submission) ?? new Set()).add(id));
    }
    expect([...verdicts].filter(([, eventIds]) => eventIds.size !== 1)).toEqual([]);
    const submissions = new Set(
      ids.flatMap((id) => topics.events('submitted', id).map(({ data }) => `${id}/${data.submission}`)),
    );
    expect([...submissions].filter((submission) => !verdicts.has(submission))).toEqual([]);
    const updates = products.reduce((sum, { applied }) => sum + (applied['update'] ?? 0), 0);
    expect(submissions.size).toBe(PRODUCTS + updates);
    expect(topics.deadLetters).toEqual([]);
  },
  TIMEOUT_MS + 60_000,
);

/** What the merchant heard about the newest submission that he heard of. */
function verdictOnNewest(id: string): string | undefined {
  const { topics } = installation;
  const newest = Math.max(...topics.events('submitted', id).map(({ data }) => data.submission as number));
  return ['approved', 'rejected'].find((name) =>
    topics.events(name, id).some(({ data }) => data.submission === newest),
  );
}
