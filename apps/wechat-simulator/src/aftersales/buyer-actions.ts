import type { App } from '../accounts/app';
import type { Refusal, Result } from '../api/result';
import { aftersaleEvent, aftersaleOpenedEvent } from '../callbacks/aftersale-events';
import type { EventPusher } from '../callbacks/events';
import type { Order } from '../orders/order';
import type { Aftersale } from './aftersale';
import type { AftersaleDesk } from './aftersale-desk';
import type { AftersaleOpenings, Opening } from './aftersale-openings';
import type { AftersaleProgress } from './aftersale-progress';

export interface SentParcel {
  readonly deliveryId: string;
  readonly deliveryName: string;
  readonly waybillId: string;
}

/** What buyers do to after-sales inside WeChat; each is told to the merchant. */
export class BuyerActions {
  constructor(
    private readonly openings: AftersaleOpenings,
    private readonly progress: AftersaleProgress,
    private readonly desk: AftersaleDesk,
    private readonly pusher: EventPusher,
  ) {}

  open(app: App, order: Order, opening: Omit<Opening, 'outAftersaleId'>): Result<Aftersale> {
    const opened = this.openings.open(app, order, { ...opening, outAftersaleId: '' });
    if (opened.ok) this.pusher.push(app, aftersaleOpenedEvent(opened.value));
    return opened;
  }

  edit(
    app: App,
    aftersale: Aftersale,
    changes: Partial<Pick<Aftersale, 'amountFen' | 'reason' | 'reasonType'>>,
  ): Refusal | undefined {
    const { amountFen, reason, reasonType, media } = aftersale;
    return this.told(app, aftersale, 'aftersale_update_order', () =>
      this.desk.edit(app, aftersale, { amountFen, reason, reasonType, media, ...changes }),
    );
  }

  withdraw(app: App, aftersale: Aftersale): Refusal | undefined {
    return this.told(app, aftersale, 'aftersale_user_cancel', () =>
      this.progress.move(app, aftersale, 'withdraw'),
    );
  }

  sendBack(app: App, aftersale: Aftersale, parcel: SentParcel): Refusal | undefined {
    return this.told(app, aftersale, 'aftersale_wait_merchant_confirm_receipt', () =>
      this.desk.sendBack(app, aftersale, 'send-back', parcel),
    );
  }

  changeWaybill(app: App, aftersale: Aftersale, parcel: SentParcel): Refusal | undefined {
    return this.told(app, aftersale, 'aftersale_user_modify_return_info', () =>
      this.desk.sendBack(app, aftersale, 'change-waybill', parcel),
    );
  }

  cancelPickup(app: App, aftersale: Aftersale): Refusal | undefined {
    return this.told(app, aftersale, 'aftersale_user_cancel_waybill', () => {
      const refusal = this.progress.move(app, aftersale, 'cancel-pickup');
      if (refusal === undefined) aftersale.returned = undefined;
      return refusal;
    });
  }

  confirmProof(app: App, aftersale: Aftersale): Refusal | undefined {
    return this.told(app, aftersale, 'aftersale_user_confirm_refund_certificate', () =>
      this.progress.move(app, aftersale, 'confirm-proof'),
    );
  }

  private told(
    app: App,
    aftersale: Aftersale,
    event: string,
    action: () => Refusal | undefined,
  ): Refusal | undefined {
    const refusal = action();
    if (refusal === undefined) this.pusher.push(app, aftersaleEvent(aftersale, event));
    return refusal;
  }
}
