import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { accountSchema, auditDelaySchema, auditRuleSchema, brandSchema } from '../accounts/account';
import type { App } from '../accounts/app';
import { findCategory } from '../categories/category-catalog';
import { quotasSchema } from '../quota/quotas';
import type { Simulator } from '../simulator';
import { ControlError, demand, parseInput } from './control-error';

const categories = z.array(
  z
    .number()
    .int()
    .refine((id) => findCategory(id) !== undefined, { error: 'not a level-3 category' }),
);
const componentSchema = z.strictObject({ enabled: z.boolean() });
const callbackSchema = z.strictObject({
  callbackUrl: accountSchema.shape.callbackUrl.unwrap().nullable(),
  layout: accountSchema.shape.layout.unwrap().optional(),
});

/** Every setting of an account that may change while the simulator runs. Each PUT answers with the new settings. */
export function registerSettings(
  server: FastifyInstance,
  { urlVerification, registrations }: Pick<Simulator, 'urlVerification' | 'registrations'>,
  appOf: (request: FastifyRequest) => App,
): void {
  const setting = (name: string, apply: (app: App, body: unknown) => void | Promise<void>) =>
    server.put(`/v1/apps/:appId/${name}`, async (request) => {
      const app = appOf(request);
      await apply(app, request.body);
      return settingsReport(app);
    });

  setting('audit-rules', (app, body) => {
    app.settings.auditRules = parseInput(z.array(auditRuleSchema), body);
  });
  setting('audit-delay', (app, body) => {
    app.settings.auditDelayMs = parseInput(auditDelaySchema, body);
  });
  setting('quotas', (app, body) => {
    const changes = z.strictObject(quotasSchema.shape).partial();
    // A partial schema would fill in defaults for what was left out, so only what was sent is taken over.
    const given = parseInput(changes, body);
    const sent = new Set(Object.keys(z.record(z.string(), z.unknown()).parse(body ?? {})));
    const kept = Object.fromEntries(Object.entries(given).filter(([name]) => sent.has(name)));
    app.settings.quotas = { ...app.settings.quotas, ...kept };
  });
  setting('callback-url', async (app, body) => {
    const { callbackUrl, layout } = parseInput(callbackSchema, body);
    const fault = callbackUrl === null ? undefined : await urlVerification.faultOf(app.account, callbackUrl);
    if (fault !== undefined) throw new ControlError(400, 'not-verified', fault, 'callbackUrl');
    app.settings.callbackUrl = callbackUrl ?? undefined;
    app.settings.layout = layout ?? app.settings.layout;
  });
  setting('approved-categories', (app, body) => {
    app.settings.approvedCategories = new Set(parseInput(categories, body));
  });
  setting('approved-brands', (app, body) => {
    const brands = parseInput(z.array(brandSchema), body);
    app.settings.approvedBrands = new Map(brands.map((brand) => [brand.brandId, brand]));
  });
  const { requiredFundType, subMerchant, ipAllowList } = accountSchema.shape.simulator.unwrap().shape;
  setting('verified-scenes', (app, body) => {
    app.settings.verifiedScenes = parseInput(z.array(z.number().int()), body);
  });
  setting('required-fund-type', (app, body) => {
    app.settings.requiredFundType = parseInput(
      z.strictObject({ requiredFundType: requiredFundType.unwrap() }),
      body,
    ).requiredFundType;
  });
  setting('sub-merchant', (app, body) => {
    app.settings.subMerchant = parseInput(
      z.strictObject({ subMerchant: subMerchant.unwrap() }),
      body,
    ).subMerchant;
  });
  setting('ip-allow-list', (app, body) => {
    const schema = z.strictObject({ ipAllowList: ipAllowList.unwrap().nullable() });
    app.settings.ipAllowList = parseInput(schema, body).ipAllowList ?? undefined;
  });
  setting('component', (app, body) => {
    const { enabled } = parseInput(componentSchema, body);
    if (enabled === (app.access.registration === 'opened')) return;
    demand(enabled ? registrations.openAtOnce(app) : registrations.closeAtOnce(app));
  });
  setting('scenes', (app, body) => {
    app.settings.sceneGroups = parseInput(z.array(z.number().int()), body);
  });
}

export function settingsReport({ settings, access }: App): object {
  return {
    enabled: access.registration === 'opened',
    ...settings,
    callbackUrl: settings.callbackUrl ?? null,
    ipAllowList: settings.ipAllowList ?? null,
    approvedCategories: [...settings.approvedCategories],
    approvedBrands: [...settings.approvedBrands.values()],
  };
}
