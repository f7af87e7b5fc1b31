import { ChannelFaults, refusedWith, type ChannelCall, type ChannelResult } from '@tongbu/sync-engine';
import type { MerchantApplication } from '@tongbu/wechat';
import type { Generation } from '../access/access';
import { MerchantNumberChannel } from '../channel/merchant-number-channel';
import { MerchantPictures, type PictureResult } from '../channel/merchant-pictures';
import type { ApplicationPhase, CheckedApplication, Transfer } from '../merchant-number/merchant-number';

const done = <T>(value: T): ChannelResult<T> => ({ ok: true, value, note: {} });
const TAKEN = 990022;
const PICTURE_UNKNOWN = 1070010;

/** One mini program's application for its number, as far as it is known. */
export class WechatMerchantNumberModel extends MerchantNumberChannel {
  readonly faults: ChannelFaults;
  /** The short names of what was taken. */
  readonly taken: string[] = [];
  readonly issued = new Set<string>();
  calls = 0;
  application: CheckedApplication | null = null;

  constructor(
    private readonly now: () => Date,
    private readonly generationOfIt: Generation = 'second',
  ) {
    super();
    this.faults = new ChannelFaults(now);
  }

  override generation(): Generation {
    return this.generationOfIt;
  }

  move(phase: ApplicationPhase, more: Partial<CheckedApplication> = {}): void {
    if (this.application === null || this.application.phase === 'ready') return;
    if (this.application.phase === 'refused') return;
    const plain = { signUrl: null, validationUrl: null, transfer: null, refusedFields: [] };
    this.application = { ...this.application, ...plain, phase, wechatState: phase, ...more };
  }

  refuse(field = 'identity.number', reason = '证件号码有误'): void {
    this.move('refused', { refusedFields: [{ field, reason }] });
  }

  askForTransfer(withinMs: number): Transfer {
    const transfer = {
      amount: 37,
      payee: { name: '财付通', number: '7', bank: '招商银行', city: '深圳' },
      remark: 'r',
      deadline: new Date(this.now().getTime() + withinMs).toISOString(),
    };
    this.move('validation-needed', { transfer });
    return transfer;
  }

  override read(_: ChannelCall): Promise<ChannelResult<CheckedApplication | null>> {
    return this.run(() => done(this.application));
  }

  override apply(_: ChannelCall, application: MerchantApplication): Promise<ChannelResult<void>> {
    return this.run(() => {
      if (this.application !== null && this.application.phase !== 'refused') return refusedWith(TAKEN);
      const { mediaId, payMediaId } = application.businessLicense.copy;
      if (!this.issued.has(mediaId ?? '') || !this.issued.has(payMediaId ?? '')) {
        return refusedWith(PICTURE_UNKNOWN);
      }
      this.taken.push(application.shortName);
      this.application = {
        requestNo: `request-${this.taken.length}`,
        applicationId: String(this.taken.length),
        phase: 'under-review',
        wechatState: 'CHECKING',
        explanation: '资料校验中',
        signUrl: null,
        validationUrl: null,
        transfer: null,
        refusedFields: [],
        merchantNumber: null,
      };
      return done(undefined);
    });
  }

  async run<T>(apply: () => ChannelResult<T>): Promise<ChannelResult<T>> {
    return this.faults.run(() => {
      this.calls += 1;
      return apply();
    });
  }
}

/** WeChat's uploads, beside the model of its applications. */
export class WechatPicturesModel extends MerchantPictures {
  readonly unusable = new Set<string>();
  private uploads = 0;

  constructor(private readonly wechat: WechatMerchantNumberModel) {
    super();
  }

  override async exchange(_: ChannelCall, url: string): Promise<PictureResult> {
    if (this.unusable.has(url)) return refusedWith(1_070_009);
    return this.wechat.run(() => {
      this.uploads += 1;
      const value = { mediaId: `media-${this.uploads}`, payMediaId: `pay-${this.uploads}` };
      this.wechat.issued.add(value.mediaId).add(value.payMediaId);
      return done(value);
    });
  }
}
