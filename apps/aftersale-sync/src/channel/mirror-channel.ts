import type { MirroredAftersale, MirroredAftersaleState } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { OrderReference } from './aftersale-channel';

export interface ShownMirror {
  readonly state: MirroredAftersaleState | 'other';
  /** What cannot be changed any more; null where the channel does not tell. Integer fen. */
  readonly refund: number | null;
}

/** Where after-sales are shown that the merchant runs itself. */
export abstract class MirrorChannel {
  /** `null`: none is shown under this id. */
  abstract read(
    call: ChannelCall,
    order: OrderReference,
    merchantId: string,
  ): Promise<ChannelResult<ShownMirror | null>>;
  /** May be repeated under the same id. */
  abstract add(
    call: ChannelCall,
    order: OrderReference,
    merchantId: string,
    mirror: Omit<MirroredAftersale, 'version'>,
  ): Promise<ChannelResult<void>>;
  /** Changes the state, and nothing else. */
  abstract update(
    call: ChannelCall,
    order: OrderReference,
    merchantId: string,
    change: Pick<MirroredAftersale, 'state' | 'finishesOrder'>,
  ): Promise<ChannelResult<void>>;
}
