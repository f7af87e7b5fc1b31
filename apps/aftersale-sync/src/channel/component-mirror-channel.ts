import type { MirroredAftersale } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult, ComponentCalls } from '@tongbu/sync-engine';
import { addMirroredAftersale, getMirroredAftersales, updateMirroredAftersale } from '@tongbu/wechat';
import type { OrderReference } from './aftersale-channel';
import { MirrorChannel, type ShownMirror } from './mirror-channel';

type Done = Promise<ChannelResult<void>>;

/** Mirrored after-sales at the custom transaction component: those of orders the merchant collects itself. */
export class ComponentMirrorChannel extends MirrorChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override read(
    call: ChannelCall,
    order: OrderReference,
    merchantId: string,
  ): Promise<ChannelResult<ShownMirror | null>> {
    return this.calls.call(getMirroredAftersales, refOf(order), call, (shown) => {
      const found = shown.find(({ outAftersaleId }) => outAftersaleId === merchantId);
      return found === undefined ? null : { state: found.state, refund: found.refundFen ?? null };
    });
  }

  override add(
    call: ChannelCall,
    order: OrderReference,
    merchantId: string,
    mirror: Omit<MirroredAftersale, 'version'>,
  ): Done {
    const request = {
      order: refOf(order),
      outAftersaleId: merchantId,
      type: mirror.type,
      createdAt: new Date(mirror.openedAt),
      state: mirror.state,
      orderFinished: mirror.finishesOrder,
      path: mirror.path,
      refundFen: mirror.refund,
      lines: mirror.lines,
    };
    return this.calls.call(addMirroredAftersale, request, call, nothing);
  }

  override update(
    call: ChannelCall,
    order: OrderReference,
    merchantId: string,
    { state, finishesOrder }: Pick<MirroredAftersale, 'state' | 'finishesOrder'>,
  ): Done {
    const request = {
      order: refOf(order),
      outAftersaleId: merchantId,
      state,
      orderFinished: finishesOrder,
    };
    return this.calls.call(updateMirroredAftersale, request, call, nothing);
  }
}

function refOf({ orderId, openId }: OrderReference) {
  return { outOrderId: orderId, openid: openId };
}

function nothing(): void {
  // Success is all these calls tell.
}
