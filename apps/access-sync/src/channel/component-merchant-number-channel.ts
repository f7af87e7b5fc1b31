import type { ChannelCall, ChannelResult, ComponentCalls } from '@tongbu/sync-engine';
import {
  applyForMerchantNumber,
  readMerchantApplication,
  type MerchantApplication,
  type MerchantApplicationState,
} from '@tongbu/wechat';
import type { Generation } from '../access/access';
import type { ApplicationPhase, CheckedApplication } from '../merchant-number/merchant-number';
import { MerchantNumberChannel } from './merchant-number-channel';

/** The secondary merchant number of the custom transaction component. */
export class ComponentMerchantNumberChannel extends MerchantNumberChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override generation(appId: string): Generation {
    return this.calls.account(appId)?.generation ?? 'second';
  }

  /** What the application was made from is not looked at: the answer repeats it in the clear. */
  override read(call: ChannelCall): Promise<ChannelResult<CheckedApplication | null>> {
    return this.calls.call(readMerchantApplication, undefined, call, ({ state }) =>
      state === undefined ? null : checkedApplication(state),
    );
  }

  override apply(call: ChannelCall, application: MerchantApplication): Promise<ChannelResult<void>> {
    return this.calls.call(applyForMerchantNumber, application, call, () => undefined);
  }
}

/** Leaves out who is to transfer from which account: the merchant knows, and nobody else has to. */
export function checkedApplication(state: MerchantApplicationState): CheckedApplication {
  const { accountValidation: validation } = state;
  return {
    requestNo: state.requestNo ?? null,
    applicationId: state.applicationId ?? null,
    phase: phaseOf(state),
    wechatState: state.state ?? '',
    explanation: state.stateText,
    signUrl: state.signUrl ?? null,
    validationUrl: state.legalValidationUrl ?? null,
    transfer:
      validation?.amountFen === undefined
        ? null
        : {
            amount: validation.amountFen,
            payee: {
              name: validation.payeeName ?? '',
              number: validation.payeeNumber ?? '',
              bank: validation.payeeBank ?? '',
              city: validation.payeeCity ?? '',
            },
            remark: validation.remark ?? '',
            deadline: validation.deadline?.toISOString() ?? null,
          },
    refusedFields: state.rejections,
    merchantNumber: state.merchantNumber ?? null,
  };
}

/** Of WeChat's words only the last is known for sure, so it goes by what the merchant is asked for. */
function phaseOf(state: MerchantApplicationState): ApplicationPhase {
  if (state.finished) return 'ready';
  if (state.refused) return 'refused';
  if (state.accountValidation !== undefined || state.legalValidationUrl !== undefined) {
    return 'validation-needed';
  }
  return state.signUrl === undefined ? 'under-review' : 'signature-needed';
}
