import {
  aftersaleOf,
  ask,
  benchWithPaidOrder,
  byOutId,
  openBody,
  orderOf,
  pushed,
} from '../testing/aftersales';
import type { SimulatorBench } from '../testing/simulator-bench';
import { STATES, type Complaint } from './complaint';

function benchWithComplaint(): { bench: SimulatorBench; complaint: Complaint } {
  const bench = benchWithPaidOrder({ mode: 'plaintext' });
  ask(bench, 'add', openBody());
  ask(bench, 'reject', byOutId());
  bench.simulator.complaintDesk.open(bench.app, aftersaleOf(bench), 7);
  const [complaint] = bench.app.complaints.all();
  if (complaint === undefined) throw new Error('no complaint');
  return { bench, complaint };
}

const evidence = (complaint: Complaint, changes = {}) => ({
  complaint_order_id: complaint.complaintId,
  material_info: { content: '已按约定发货', ...changes },
});

it('hangs on its after-sale and is told as a complaint only', () => {
  const { bench, complaint } = benchWithComplaint();
  expect(aftersaleOf(bench)).toMatchObject({ status: 21, complaintId: complaint.complaintId });
  expect(pushed(bench).filter((event) => /aftersale|complaint/.test(event))).toEqual(['complaint_notify']);
  expect(bench.call('/shop/complaint/get_list', { offset: 0, limit: 50 })).toMatchObject({
    total: 1,
    orders: [
      {
        complaint_order_id: complaint.complaintId,
        after_sale_order_id: aftersaleOf(bench).aftersaleId,
        order_id: String(orderOf(bench).orderId),
        state: STATES.serviceHandling,
        expired_time: 0,
      },
    ],
  });
  expect(bench.simulator.complaintDesk.open(bench.app, aftersaleOf(bench), 7)?.errcode).toBe(2747008);
});

it('takes evidence only when the merchant is asked for it', () => {
  const { bench, complaint } = benchWithComplaint();
  const upload = (body: object) => bench.call('/shop/complaint/upload_material', body).errcode;
  expect(upload(evidence(complaint))).toBe(21001);
  bench.simulator.complaintDesk.ask(bench.app, complaint, 'both', 3_600_000);
  expect(upload(evidence(complaint, { media_url_list: ['https://x.test/a.jpg'] }))).toBe(2747010);
  expect(upload(evidence(complaint))).toBe(0);
  expect(complaint.state).toBe(STATES.merchantDone);
  bench.simulator.complaintDesk.addEvidence(bench.app, complaint, 'buyer', {
    content: '没有收到',
    media: [],
  });
  expect(complaint.state).toBe(STATES.verdictAwaited);
  const { flow_info } = bench.call('/shop/complaint/get', { complaint_order_id: complaint.complaintId });
  const { list } = flow_info as { list: Record<string, unknown>[] };
  expect(list.map(({ object }) => object)).toEqual([1, 2, 3, 1]);
});

it('goes on without evidence that does not come in time', () => {
  const { bench, complaint } = benchWithComplaint();
  bench.simulator.complaintDesk.ask(bench.app, complaint, 'merchant', 3_600_000);
  bench.time.advance(3_600_000);
  expect(complaint).toMatchObject({ state: STATES.verdictAwaited, lastEvent: 240009 });
  expect(bench.call('/shop/complaint/upload_material', evidence(complaint)).errcode).toBe(21001);
});

it.each([
  ['refund', 'merchant', 1, 240062, 11],
  ['return', 'both', 7, 240068, 6],
  ['nothing', 'nobody', 12, 240028, 7],
] as const)('%s, %s responsible', (verdict, responsible, judged, event, status) => {
  const { bench, complaint } = benchWithComplaint();
  bench.simulator.complaintDesk.judge(bench.app, complaint, verdict, responsible);
  expect(complaint).toMatchObject({ judgeResult: judged, lastEvent: event, state: STATES.finished });
  expect(aftersaleOf(bench).status).toBe(status);
  expect(pushed(bench)).toContain('aftersale_complaint_update_order_state');
});
