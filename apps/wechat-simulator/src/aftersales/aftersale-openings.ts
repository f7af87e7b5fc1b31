import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Refusal, type Result } from '../api/result';
import type { Order, OrderLine } from '../orders/order';
import { lineOf, piecesLeft } from '../orders/order-book';
import { isPaid } from '../orders/order-machine';
import type { OrderProgress } from '../orders/order-progress';
import type { IdSequence } from '../products/product-shelf';
import {
  nothingApplied,
  RETURN_AND_REFUND,
  type Aftersale,
  type AftersaleType,
  type Media,
} from './aftersale';
import { FIRST_STATUSES, isOver } from './aftersale-machine';
import type { AftersaleProgress } from './aftersale-progress';

/** What somebody wants: the buyer inside WeChat, or the merchant for the buyer. */
export interface Opening {
  readonly outAftersaleId: string;
  readonly type: AftersaleType;
  readonly outProductId: string;
  readonly outSkuId: string;
  readonly pieces: number;
  readonly amountFen: number;
  readonly reason: string;
  readonly reasonType: number;
  readonly media: readonly Media[];
}

/** Opens after-sales, wherever they come from. */
export class AftersaleOpenings {
  constructor(
    private readonly clock: Clock,
    private readonly ids: IdSequence,
    private readonly orders: OrderProgress,
    private readonly progress: AftersaleProgress,
  ) {}

  open(app: App, order: Order, opening: Opening): Result<Aftersale> {
    const line = lineOf(order, opening);
    if (line === undefined) return refuse(ERR.AFTERSALE_LINE_UNKNOWN, opening.outProductId);
    const fault = faultOfOpening(app, order, line, opening);
    if (fault !== undefined) return fault;
    const now = this.clock.now();
    const aftersale: Aftersale = {
      ...opening,
      aftersaleId: this.ids.next(),
      orderId: order.orderId,
      outOrderId: order.outOrderId,
      openid: order.openid,
      status: FIRST_STATUSES[opening.type],
      returned: undefined,
      returnAddress: undefined,
      submissions: 1,
      refundId: '',
      certificates: [],
      complaintId: undefined,
      createTime: now,
      updateTime: now,
      due: undefined,
      applied: nothingApplied(),
    };
    app.aftersales.put(aftersale);
    const { aftersaleId, outAftersaleId } = aftersale;
    order.aftersales.push({ aftersaleId, outAftersaleId });
    this.orders.holdPieces(app, order, line, opening.pieces);
    this.progress.entered(app, aftersale);
    return accept(aftersale);
  }
}

function faultOfOpening(
  app: App,
  order: Order,
  line: OrderLine,
  { type, pieces, amountFen, media }: Opening,
): Refusal | undefined {
  if (order.content.fund_type !== 1) return refuse(ERR.AFTERSALE_NOT_SUB_MERCHANT);
  if (!isPaid(order.status) || order.settlement !== undefined)
    return refuse(ERR.AFTERSALE_NOT_POSSIBLE, `the order is in status ${order.status}`);
  if (pieces > piecesLeft(line))
    return refuse(ERR.AFTERSALE_NOT_POSSIBLE, `${piecesLeft(line)} pieces are left, not ${pieces}`);
  if (type === RETURN_AND_REFUND && line.shipped === 0)
    return refuse(ERR.AFTERSALE_TYPE, 'what was not shipped cannot be returned');
  return (
    faultOfAmount(amountFen, line.paidFen - line.refundedFen - heldFen(app, order, line)) ??
    faultOfMedia(app, media)
  );
}

/** Fen that open after-sales of a line ask for. */
export function heldFen(app: App, { orderId }: Order, line: OrderLine): number {
  return app.aftersales
    .all()
    .filter(
      (aftersale) =>
        aftersale.orderId === orderId &&
        aftersale.outProductId === line.outProductId &&
        aftersale.outSkuId === line.outSkuId &&
        !isOver(aftersale.status),
    )
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
}

export function faultOfAmount(amountFen: number, mostFen: number): Refusal | undefined {
  return amountFen > mostFen
    ? refuse(ERR.AFTERSALE_AMOUNT, `${amountFen} fen, at most ${mostFen} can be refunded`)
    : undefined;
}

export function faultOfMedia(app: App, media: readonly Media[]): Refusal | undefined {
  const foreign = media
    .flatMap(({ url, thumb_url }) => [url, thumb_url])
    .find((url) => !app.acceptsImage(url));
  return foreign === undefined ? undefined : refuse(ERR.AFTERSALE_IMAGE, foreign);
}
