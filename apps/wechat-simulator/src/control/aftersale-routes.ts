import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { auditDelaySchema } from '../accounts/account';
import type { App } from '../accounts/app';
import type { Aftersale } from '../aftersales/aftersale';
import type { Refusal } from '../api/result';
import type { Complaint } from '../complaints/complaint';
import { RESPONSIBLE } from '../complaints/complaint-desk';
import type { Simulator } from '../simulator';
import { aftersaleReport, complaintReport } from './aftersale-report';
import { parameter } from './app-routes';
import { ControlError, demand, parseInput } from './control-error';

const fen = z.number().int().min(0);
const openSchema = z.strictObject({
  type: z.enum(['refund', 'return']),
  outProductId: z.string().min(1),
  outSkuId: z.string().default(''),
  pieces: z.number().int().min(1),
  amountFen: fen,
  reason: z.string().default('不想要了'),
  reasonType: z.number().int().default(3),
});
const editSchema = z.strictObject({
  amountFen: fen.optional(),
  reason: z.string().optional(),
  reasonType: z.number().int().optional(),
});
const parcelSchema = z.strictObject({
  deliveryId: z.string().min(1),
  deliveryName: z.string().default(''),
  /** Empty: a pickup whose number is not known yet. */
  waybillId: z.string().default(''),
});
const refundSchema = z.strictObject({ done: z.boolean().default(true) });
const complainSchema = z.strictObject({ type: z.number().int().min(1).max(10).default(7) });
const askSchema = z.strictObject({
  whom: z.enum(['buyer', 'merchant', 'both']),
  withinSeconds: z.number().int().min(1).default(86_400),
});
const evidenceSchema = z.strictObject({ content: z.string().min(1) });
const judgeSchema = z.strictObject({
  verdict: z.enum(['refund', 'return', 'nothing']),
  responsible: z.enum(RESPONSIBLE).default('nobody'),
});
const settingsSchema = z.strictObject({
  refundDelayMs: auditDelaySchema.optional(),
  refundsFail: z.boolean().optional(),
  aftersaleWriteMs: z.number().int().min(0).optional(),
  aftersaleReadableAfterMs: z.number().int().min(0).optional(),
});
const idSchema = z.string().regex(/^\d{1,20}$/, 'expected an id in digits');

/** After-sales and complaints: looking at them, and acting as buyer, customer service and platform. */
export function registerAftersales(
  server: FastifyInstance,
  { buyers, aftersaleProgress, complaintDesk }: Simulator,
  appOf: (request: FastifyRequest) => App,
): void {
  const aftersales = '/v1/apps/:appId/aftersales';
  const complaints = '/v1/apps/:appId/complaints';

  server.get(aftersales, (request) => appOf(request).aftersales.all().map(aftersaleReport));
  server.get(`${aftersales}/:aftersaleId`, (request) => aftersaleReport(aftersaleOf(request)));
  server.get('/v1/apps/:appId/mirrored-aftersales', (request) => {
    const { mirrored } = appOf(request);
    return { items: mirrored.all(), ignored: mirrored.ignored };
  });
  server.put('/v1/apps/:appId/aftersale-settings', (request) => {
    const app = appOf(request);
    const given = Object.entries(parseInput(settingsSchema, request.body));
    Object.assign(app.settings, Object.fromEntries(given.filter(([, value]) => value !== undefined)));
    const { refundDelayMs, refundsFail, aftersaleWriteMs, aftersaleReadableAfterMs } = app.settings;
    return { refundDelayMs, refundsFail, aftersaleWriteMs, aftersaleReadableAfterMs };
  });
  server.post('/v1/apps/:appId/orders/:outOrderId/aftersales', (request, reply) => {
    const app = appOf(request);
    const order = app.orders.findByOutId(parameter(request, 'outOrderId'));
    if (order === undefined) throw new ControlError(404, 'not-found', 'no such order', 'outOrderId');
    const { type, ...opening } = parseInput(openSchema, request.body);
    const opened = buyers.open(app, order, { ...opening, type: type === 'return' ? 2 : 1, media: [] });
    if (!opened.ok) {
      const { detail, errcode } = opened;
      throw new ControlError(409, 'wrong-state', detail ?? `refused with ${errcode}`);
    }
    return reply.status(201).send(aftersaleReport(opened.value));
  });
  server.post(`${aftersales}/:aftersaleId/edit`, (request) =>
    change(request, (app, aftersale) => buyers.edit(app, aftersale, parseInput(editSchema, request.body))),
  );
  server.post(`${aftersales}/:aftersaleId/withdraw`, (request) =>
    change(request, (app, aftersale) => buyers.withdraw(app, aftersale)),
  );
  server.post(`${aftersales}/:aftersaleId/send-back`, (request) =>
    change(request, (app, aftersale) =>
      buyers.sendBack(app, aftersale, parseInput(parcelSchema, request.body)),
    ),
  );
  server.post(`${aftersales}/:aftersaleId/change-waybill`, (request) =>
    change(request, (app, aftersale) =>
      buyers.changeWaybill(app, aftersale, parseInput(parcelSchema, request.body)),
    ),
  );
  server.post(`${aftersales}/:aftersaleId/cancel-pickup`, (request) =>
    change(request, (app, aftersale) => buyers.cancelPickup(app, aftersale)),
  );
  server.post(`${aftersales}/:aftersaleId/confirm-proof`, (request) =>
    change(request, (app, aftersale) => buyers.confirmProof(app, aftersale)),
  );
  server.post(`${aftersales}/:aftersaleId/refund`, (request) =>
    change(request, (app, aftersale) =>
      aftersaleProgress.settleRefund(app, aftersale, parseInput(refundSchema, request.body).done),
    ),
  );
  server.post(`${aftersales}/:aftersaleId/miss-deadline`, (request) =>
    change(request, (app, aftersale) => aftersaleProgress.miss(app, aftersale)),
  );
  server.post(`${aftersales}/:aftersaleId/complain`, (request) =>
    change(request, (app, aftersale) =>
      complaintDesk.open(app, aftersale, parseInput(complainSchema, request.body).type),
    ),
  );
  server.get(complaints, (request) => appOf(request).complaints.all().map(complaintReport));
  server.post(`${complaints}/:complaintId/ask`, (request) => {
    const { whom, withinSeconds } = parseInput(askSchema, request.body);
    return decide(request, (app, complaint) =>
      complaintDesk.ask(app, complaint, whom, withinSeconds * 1_000),
    );
  });
  server.post(`${complaints}/:complaintId/evidence`, (request) => {
    const { content } = parseInput(evidenceSchema, request.body);
    return decide(request, (app, complaint) =>
      complaintDesk.addEvidence(app, complaint, 'buyer', { content, media: [] }),
    );
  });
  server.post(`${complaints}/:complaintId/judge`, (request) => {
    const { verdict, responsible } = parseInput(judgeSchema, request.body);
    return decide(request, (app, complaint) => complaintDesk.judge(app, complaint, verdict, responsible));
  });

  function aftersaleOf(request: FastifyRequest): Aftersale {
    const id = parseInput(idSchema, parameter(request, 'aftersaleId'));
    const found = appOf(request).aftersales.find(BigInt(id));
    if (found === undefined) throw new ControlError(404, 'not-found', 'no such after-sale', 'aftersaleId');
    return found;
  }

  function change(
    request: FastifyRequest,
    work: (app: App, aftersale: Aftersale) => Refusal | undefined,
  ): object {
    const aftersale = aftersaleOf(request);
    demand(work(appOf(request), aftersale));
    return aftersaleReport(aftersale);
  }

  function decide(
    request: FastifyRequest,
    work: (app: App, complaint: Complaint) => Refusal | undefined,
  ): object {
    const app = appOf(request);
    const complaint = app.complaints.find(BigInt(parseInput(idSchema, parameter(request, 'complaintId'))));
    if (complaint === undefined) throw new ControlError(404, 'not-found', 'no such complaint', 'complaintId');
    demand(work(app, complaint));
    return complaintReport(complaint);
  }
}
