import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import type { IdSequence } from '../products/product-shelf';
import type { DueTimers } from '../time/due-timers';
import type { Random } from '../time/random';
import type { MerchantApplication, Rejection } from './application';
import { imagesOf, type ApplicationContent } from './application-fields';
import { FIRST_APPLICATION_STATE, nextApplicationState, type ApplicationAction } from './application-machine';

const VALIDATION_MS = 7 * 24 * 3_600_000;

/** Takes applications for the sub-merchant's number, and moves them on in place of the payment side and the merchant. */
export class Applications {
  constructor(
    private readonly clock: Clock,
    private readonly timers: DueTimers,
    private readonly random: Random,
    private readonly ids: IdSequence,
  ) {}

  /** `wxpay/apply`. One application at a time, and none once there is a number. */
  submit(app: App, content: ApplicationContent): Result<Payload> {
    const { merchantApplication: earlier } = app;
    if (earlier === undefined && app.settings.subMerchant !== 'closed')
      return refuse(ERR.NOT_SUPPORTED, 'the account has its number');
    const next = earlier === undefined ? undefined : nextApplicationState(earlier.state, 'resubmit');
    if (next?.ok === false) return next;
    const fault = faultOfIdentity(content) ?? faultOfImages(app, content);
    if (fault !== undefined) return fault;
    app.merchantApplication = {
      content,
      outRequestNo: `WXA${this.random.hex(24)}`,
      applymentId: this.ids.next(),
      state: FIRST_APPLICATION_STATE,
      rejections: [],
      validation: undefined,
      subMchid: undefined,
    };
    app.revision.advance();
    return accept({});
  }

  passCheck(app: App, application: MerchantApplication): Refusal | undefined {
    return this.move(app, application, 'pass-check');
  }

  askForValidation(app: App, application: MerchantApplication): Refusal | undefined {
    const refusal = this.move(app, application, 'ask-validation');
    if (refusal !== undefined) return refusal;
    const deadline = new Date(this.clock.now().getTime() + VALIDATION_MS);
    application.validation = { amountFen: this.random.between(1, 99), deadline };
    this.waitForValidation(app, application, deadline);
    return undefined;
  }

  /** The merchant transfers money; only exactly what was asked for proves anything. */
  transfer(app: App, application: MerchantApplication, amountFen: number): Refusal | undefined {
    const asked = application.validation?.amountFen ?? amountFen;
    return asked === amountFen
      ? this.validate(app, application)
      : refuse(ERR.INVALID_ARGUMENT, `${asked} fen were asked for`);
  }

  /** The bank account is proven: by the transfer, or by the legal person over the link. */
  validate(app: App, application: MerchantApplication): Refusal | undefined {
    return this.move(app, application, 'validate');
  }

  reject(app: App, application: MerchantApplication, rejections: readonly Rejection[]): Refusal | undefined {
    const refusal = this.move(app, application, 'reject');
    if (refusal === undefined) application.rejections = rejections;
    return refusal;
  }

  approve(app: App, application: MerchantApplication): Refusal | undefined {
    return this.move(app, application, 'approve');
  }

  /** The merchant signs, and has its number. */
  sign(app: App, application: MerchantApplication): Refusal | undefined {
    const refusal = this.move(app, application, 'sign');
    if (refusal !== undefined) return refusal;
    application.subMchid = `16${String(application.applymentId).slice(-8)}`;
    openIfFinished(app, application);
    return undefined;
  }

  /** Goes on with what an earlier run left. */
  resume(app: App): void {
    const { merchantApplication: application } = app;
    if (application === undefined) return;
    openIfFinished(app, application);
    if (application.validation !== undefined)
      this.waitForValidation(app, application, application.validation.deadline);
  }

  private move(app: App, application: MerchantApplication, action: ApplicationAction): Refusal | undefined {
    const next = nextApplicationState(application.state, action);
    if (!next.ok) return next;
    application.state = next.value;
    application.validation = undefined;
    this.timers.stop(timerKey(app));
    app.revision.advance();
    return undefined;
  }

  private waitForValidation(app: App, application: MerchantApplication, until: Date): void {
    this.timers.start(timerKey(app), until, () => {
      if (this.move(app, application, 'miss-validation') !== undefined) return;
      application.rejections = [{ field: 'account_info', reason: '未在截止时间前完成账户验证' }];
    });
  }
}

function openIfFinished({ settings }: App, { state }: MerchantApplication): void {
  if (state === 'FINISH') settings.subMerchant = 'open';
}

function faultOfIdentity({ id_card_info, id_doc_info }: ApplicationContent): Refusal | undefined {
  if (id_card_info === undefined && id_doc_info === undefined)
    return refuse(ERR.PARAMETER_MISSING, 'id_card_info or id_doc_info');
  return id_card_info === undefined || id_doc_info === undefined
    ? undefined
    : refuse(ERR.INVALID_ARGUMENT, 'id_card_info and id_doc_info exclude each other');
}

function faultOfImages({ images }: App, content: ApplicationContent): Refusal | undefined {
  const foreign = imagesOf(content).find(
    ({ media_id, pay_media_id }) => !images.issuedMediaId(media_id) || !images.issuedPayMediaId(pay_media_id),
  );
  return foreign === undefined
    ? undefined
    : refuse(ERR.IMAGE_NOT_EXCHANGED, `${foreign.media_id}, ${foreign.pay_media_id}`);
}

function timerKey({ appId }: App): string {
  return `${appId}/merchant-application`;
}
