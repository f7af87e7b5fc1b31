import { startStack, testEnvironment, uniqueName, type Stack } from '@tongbu/testing';
import { isRight } from './report/result';
import { renderTable } from './report/table';
import { runFaults } from './run-faults';
import { allFaults } from './scenarios';
import { products } from './traffic/products/products';

/** The others are for `npm run faults`: they take minutes, or kill a Kafka or Postgres that other tests use. */
const SELECTION = ['callbacks-doubled', 'poison-events', 'kill-services', 'redis-emptied'];
/** The cheapest of them all: it needs two services. */
const TRAFFIC = [products];
const ENTITIES = 4;
/** Beside other tests, a gateway that was killed may take half a minute to come back. */
const LAST_TRY_AFTER_MS = 60_000;

let stack: Stack;

// A Redis of its own may be emptied; Kafka and Postgres are everybody's.
beforeAll(async () => {
  const { KAFKA_BROKERS, DATABASE_URL } = testEnvironment();
  stack = await startStack({ durable: true, given: { KAFKA_BROKERS, DATABASE_URL } });
});
afterAll(() => stack?.stop());

it('loses, doubles and misorders nothing', async () => {
  const results = await runFaults({
    stack,
    faults: allFaults().filter(({ name }) => SELECTION.includes(name)),
    traffic: TRAFFIC,
    seed: 1,
    entities: ENTITIES,
    salt: uniqueName('short'),
    lastTryAfterMs: LAST_TRY_AFTER_MS,
    tell: () => undefined,
  });
  expect(results.map(({ fault }) => fault).toSorted()).toEqual(SELECTION.toSorted());
  if (!results.every(isRight)) throw new Error(`\n${renderTable(results)}`);
}, 300_000);
