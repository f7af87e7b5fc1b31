import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../accounts/app';
import type { Refusal } from '../api/result';
import type { MerchantApplication } from '../merchant-number/application';
import type { Simulator } from '../simulator';
import { ControlError, demand, parseInput } from './control-error';

const nothing = z.strictObject({});
const transferSchema = z.strictObject({ amountFen: z.number().int().min(1) });
const rejectSchema = z.strictObject({
  fields: z.array(z.strictObject({ field: z.string().min(1), reason: z.string().min(1) })).min(1),
});

/** The application for the sub-merchant's number: what the payment side and the merchant do about it. */
export function registerMerchantApplication(
  server: FastifyInstance,
  { applications }: Simulator,
  appOf: (request: FastifyRequest) => App,
): void {
  const base = '/v1/apps/:appId/merchant-application';
  const applicationOf = (app: App): MerchantApplication => {
    const { merchantApplication: application } = app;
    if (application === undefined) throw new ControlError(404, 'not-found', 'nobody has applied', 'appId');
    return application;
  };
  const action = (
    name: string,
    change: (app: App, application: MerchantApplication, body: unknown) => Refusal | undefined,
  ) =>
    server.post(`${base}/${name}`, (request) => {
      const app = appOf(request);
      const application = applicationOf(app);
      demand(change(app, application, request.body));
      return applicationReport(application);
    });
  const bare = (name: string, change: (app: App, application: MerchantApplication) => Refusal | undefined) =>
    action(name, (app, application, body) => {
      parseInput(nothing, body);
      return change(app, application);
    });

  server.get(base, (request) => applicationReport(applicationOf(appOf(request))));
  bare('pass-check', (app, application) => applications.passCheck(app, application));
  bare('ask-validation', (app, application) => applications.askForValidation(app, application));
  action('transfer', (app, application, body) =>
    applications.transfer(app, application, parseInput(transferSchema, body).amountFen),
  );
  bare('validate', (app, application) => applications.validate(app, application));
  action('reject', (app, application, body) =>
    applications.reject(app, application, parseInput(rejectSchema, body).fields),
  );
  bare('approve', (app, application) => applications.approve(app, application));
  bare('sign', (app, application) => applications.sign(app, application));
}

/** What was applied with is left out: it is the merchant's, and personal. */
function applicationReport({ content: _content, applymentId, ...application }: MerchantApplication): object {
  return {
    ...application,
    applymentId: String(applymentId),
    validation: application.validation ?? null,
    subMchid: application.subMchid ?? null,
  };
}
