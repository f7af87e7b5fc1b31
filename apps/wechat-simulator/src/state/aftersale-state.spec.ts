import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aftersaleReport, complaintReport } from '../control/aftersale-report';
import {
  aftersaleOf,
  ask,
  benchWithShippedOrder,
  byOutId,
  openBody,
  PARCEL,
  RETURN_TO,
} from '../testing/aftersales';
import { keeperOn, nextRunOn } from '../testing/kept-runs';
import { BUYER } from '../testing/orders';
import { SimulatorBench } from '../testing/simulator-bench';

const DAY_MS = 86_400_000;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-aftersales-'));
  path = join(folder, 'state.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function restarted(bench: SimulatorBench, laterMs = 0): Promise<SimulatorBench> {
  keeperOn(path, bench).restore();
  bench.simulator.revision.advance();
  const next = new SimulatorBench();
  next.time.advance(bench.time.monotonic());
  return nextRunOn(path, bench, next, laterMs);
}
const shown = ({ app }: SimulatorBench) => ({
  aftersales: app.aftersales.all().map(aftersaleReport),
  complaints: app.complaints.all().map(complaintReport),
  lines: app.orders.findByOutId('T1')?.lines,
});

it('finds after-sales and complaints again as they were', async () => {
  const bench = benchWithShippedOrder();
  ask(bench, 'add', openBody('A1', { type: 2 }));
  ask(bench, 'acceptreturn', byOutId('A1', { address_info: RETURN_TO }));
  ask(bench, 'uploadreturninfo', byOutId('A1', { openid: BUYER, ...PARCEL }));
  ask(bench, 'add', openBody('A2'));
  ask(bench, 'reject', byOutId('A2'));
  const { complaintDesk } = bench.simulator;
  complaintDesk.open(bench.app, aftersaleOf(bench, 'A2'), 7);
  const [complaint] = bench.app.complaints.all();
  if (complaint === undefined) throw new Error('no complaint');
  complaintDesk.ask(bench.app, complaint, 'merchant', DAY_MS);
  const next = await restarted(bench);
  expect(shown(next)).toEqual(shown(bench));
  expect(ask(next, 'acceptrefund', byOutId('A1')).errcode).toBe(0);
});

it('goes on with deadlines, those that passed meanwhile too', async () => {
  const bench = benchWithShippedOrder();
  ask(bench, 'add', openBody('A1', { type: 2 }));
  const next = await restarted(bench, 2 * DAY_MS);
  next.time.advance(1);
  expect(aftersaleOf(next).status).toBe(6);
});

it('keeps a return address that an order named without its town', async () => {
  const bench = benchWithShippedOrder();
  const order = bench.app.orders.findByOutId('T1');
  if (order === undefined) throw new Error('no order');
  const { province: _province, city: _city, town: _town, ...address } = RETURN_TO;
  order.content = JSON.parse(
    JSON.stringify({ ...order.content, default_receiving_address: address }),
  ) as typeof order.content;
  ask(bench, 'add', openBody('A1', { type: 2 }));
  bench.time.advance(2 * DAY_MS);
  expect(aftersaleOf(bench).returnAddress).toEqual(address);
  expect(aftersaleOf(await restarted(bench)).returnAddress).toEqual(address);
});
