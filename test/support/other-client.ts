import { merchantProduct } from './merchant-product';

/** Another program with the mini program's secret: it changes products at WeChat behind Tongbu's back. */
export class OtherClient {
  constructor(
    private readonly url: string,
    private readonly account: { readonly appId: string; readonly secret: string },
  ) {}

  /** @throws Error when WeChat refuses */
  async call(path: string, body: object): Promise<any> {
    return this.post(`/shop/${path}?access_token=${await this.token()}`, body);
  }

  async add(id: string): Promise<void> {
    const { title, path, categoryId } = merchantProduct(id, 1);
    const thumb_img = await this.picture();
    await this.call('spu/add', {
      out_product_id: id,
      title,
      path,
      head_img: [thumb_img],
      third_cat_id: categoryId,
      brand_id: 2_100_000_000,
      scene_group_list: [1],
      skus: [
        {
          out_product_id: id,
          out_sku_id: `${id}-S`,
          thumb_img,
          sale_price: 100,
          market_price: 200,
          stock_num: 5,
          sku_attrs: [],
        },
      ],
    });
  }

  /** Changes a title as carefully as somebody would who wants it to go unnoticed. */
  async retitle(id: string, title: string): Promise<void> {
    const { spu } = await this.call('spu/get', { out_product_id: id, need_edit_spu: 1 });
    const { head_img, path, third_cat_id, brand_id, info_version, desc_info, skus } = spu;
    const kept = { head_img, path, third_cat_id, brand_id, info_version, desc_info };
    const scenes = { scene_group_list: [1] };
    const own = skus.map(({ sku_id: _, ...sku }: { sku_id: unknown }) => ({ ...sku, out_product_id: id }));
    await this.call('spu/update', { out_product_id: id, title, ...kept, ...scenes, skus: own });
  }

  private async picture(): Promise<string> {
    const query = `resp_type=1&upload_type=1&img_url=${encodeURIComponent('https://img.other.example/x.jpg')}`;
    const form = new FormData();
    form.set('resp_type', '1');
    const answer = await fetch(`${this.url}/shop/img/upload?access_token=${await this.token()}&${query}`, {
      method: 'POST',
      body: form,
    });
    return ((await answer.json()) as any).img_info.temp_img_url;
  }

  private async token(): Promise<string> {
    const { appId, secret } = this.account;
    const body = { grant_type: 'client_credential', appid: appId, secret };
    return (await this.post('/cgi-bin/stable_token', body)).access_token;
  }

  private async post(path: string, body: object): Promise<any> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const read: any = await answer.json();
    if ((read.errcode ?? 0) !== 0) throw new Error(`${path}: ${read.errcode} ${read.errmsg}`);
    return read;
  }
}
