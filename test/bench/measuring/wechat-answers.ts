import { SKU } from '../ours/approved-product';

/** WeChat's ids of orders; the digits do not matter here. */
const FIRST_ORDER_ID = 3_309_517_286_000;
const UNPAID = 10;

/** What WeChat answers where a yes alone is not enough: to orders, and to reads of a product that was approved. */
export class WechatAnswers {
  private readonly orders = new Map<string, object>();

  /** undefined: a yes will do. */
  to(path: string, body: string): string | undefined {
    switch (path) {
      case '/shop/order/add':
        return this.added(JSON.parse(body) as { readonly out_order_id: string });
      case '/shop/order/getpaymentparams':
        return text({
          payment_params: {
            timeStamp: 1_772_424_920,
            nonceStr: 'c1exampleNonce',
            package: 'prepay_id=wx14201700example',
            paySign: 'ExampleSignature==',
            signType: 'RSA',
          },
        });
      case '/shop/order/get': {
        const { out_order_id } = JSON.parse(body) as { readonly out_order_id: string };
        return text({ order: this.orders.get(out_order_id) });
      }
      case '/shop/spu/get': {
        const { out_product_id } = JSON.parse(body) as { readonly out_product_id: string };
        return text({ spu: approved(out_product_id) });
      }
      default:
        return undefined;
    }
  }

  private added(order: { readonly out_order_id: string }): string {
    const { out_order_id } = order;
    const order_id = FIRST_ORDER_ID + this.orders.size;
    this.orders.set(out_order_id, { ...order, order_id, status: UNPAID });
    return text({ data: { order_id, out_order_id } });
  }
}

function text(answer: object): string {
  return JSON.stringify({ errcode: 0, errmsg: 'ok', ...answer });
}

/** As {@link approvedProduct} believes it to be. */
function approved(out_product_id: string): object {
  return {
    product_id: 324_545,
    out_product_id,
    info_version: '1',
    status: 5,
    edit_status: 4,
    skus: [
      {
        sku_id: 1_024,
        out_sku_id: SKU,
        thumb_img: '',
        sale_price: 5_900,
        market_price: 7_900,
        stock_num: 40,
      },
    ],
  };
}
