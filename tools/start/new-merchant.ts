import {
  accessSceneWanted,
  accessStepDeclared,
  accessWanted,
  aftersaleOpened,
  aftersaleRefundAccepted,
  orderPlaced,
  productUpserted,
  wechatAccessApplied,
  wechatAccessOpened,
  wechatAccessRefused,
  wechatAccessSceneOpened,
  wechatAccessSceneRefused,
  wechatAccessStepDone,
  wechatAftersaleRequested,
  wechatOrderCreated,
  wechatOrderReceived,
  wechatOrderShipped,
  wechatProductApproved,
  wechatProductListed,
  type AccessDeclaration,
  type AccessStep,
} from '@tongbu/contracts';
import type { Progress } from '@tongbu/testing';
import { AdminClient } from '../access/admin-client';
import { renderSteps, type ShownSteps } from '../access/render-steps';
import { pay, place } from './stories/order-stories';
import { dispatch } from './stories/shipment-stories';
import type { Stage, Ware } from './stories/stage';
import { orderOf } from './stories/story';

/** A level 3 category that needs no qualification. */
const CATEGORY = 19_000_202;
const ACCOUNT = {
  serviceChannels: ['wechat' as const],
  returnAddress: {
    receiverName: '退货组',
    phone: '13000000001',
    province: '浙江省',
    city: '杭州市',
    town: '西湖区',
    detail: '示例路 1 号',
  },
};

/** Where the services listen, with the key of the mini program. */
export interface NewMerchantAddress {
  readonly accessUrl: string;
  readonly orderUrl: string;
  readonly apiKey: string;
}

/** Takes a mini program that has nothing to its first sale in Channels, by events and commands alone. */
export class NewMerchant {
  private readonly access: AdminClient;
  private readonly ware: Ware;
  private readonly start = Date.now().toString(36).toUpperCase();
  private told = new Set<string>();

  constructor(
    private readonly stage: Stage,
    private readonly address: NewMerchantAddress,
    private readonly print: Progress,
  ) {
    this.access = new AdminClient({
      service: 'access-sync',
      url: address.accessUrl,
      key: address.apiKey,
      app: stage.appId,
    });
    const productId = `NM-${this.start}`;
    this.ware = {
      productId,
      skuId: `${productId}-A`,
      title: '手作陶瓷咖啡杯 磨砂釉',
      image: 'https://img.my-shop.example/cup.jpg',
      path: `pages/item/index?id=${productId}`,
      price: 6_800,
    };
  }

  async play(): Promise<ShownSteps> {
    await this.getComponent();
    await this.listProduct();
    await this.sellOnTrial();
    await this.testAndRelease();
    await this.getScene();
    await this.sellFirst();
    const shown = await this.access.steps();
    this.print(`\n${renderSteps(shown)}\n`);
    return shown;
  }

  private async getComponent(): Promise<void> {
    const { stage } = this;
    this.print('the shop asks for the component; at first the administrator withdraws the application');
    await this.want();
    await stage.act('access/withdraw');
    await stage.hear(wechatAccessRefused, stage.appId);
    this.print('asked for again, and confirmed');
    await this.want();
    await stage.act('access/confirm');
    await stage.hear(wechatAccessOpened, stage.appId);
    await this.declare('merchant-number');
    await this.turned('1.1', '2.1');
  }

  private async want(): Promise<void> {
    const wantedAt = new Date().toISOString();
    await this.stage.publish(accessWanted, this.stage.appId, { scenes: [1], account: ACCOUNT });
    await this.stage.hear(wechatAccessApplied, this.stage.appId, ({ appliedAt }) => appliedAt >= wantedAt);
  }

  private async listProduct(): Promise<void> {
    const { stage, ware } = this;
    this.print(`the shop publishes ${ware.productId}; it carries no scene yet`);
    const { productId, skuId, title, image, path, price } = ware;
    await stage.publish(productUpserted, productId, {
      version: 1,
      title,
      path,
      images: [image],
      categoryId: CATEGORY,
      skus: [{ skuId, salePrice: price, marketPrice: price + 2_000, stock: 25 }],
    });
    await stage.hear(wechatProductListed, productId);
    await this.turned('2.2');
  }

  /** The order that shows WeChat that everything works, in no scene; its money goes back. */
  private async sellOnTrial(): Promise<void> {
    const { stage, ware } = this;
    const orderId = `NMT${this.start}`;
    const payment = { collectedBy: 'component', method: 'wechat-pay' } as const;
    await stage.publish(orderPlaced, orderId, orderOf(orderId, [ware], { payment }));
    await stage.hear(wechatOrderCreated, orderId);
    await pay(stage, orderId);
    await this.turned('2.3');
    await dispatch(stage, orderId, 1, [ware]);
    await this.turned('2.4');
    const claimId = `NMA-${this.start}`;
    await stage.publish(aftersaleOpened, claimId, {
      version: 1,
      orderId,
      type: 'refund',
      line: { productId: ware.productId, skuId: ware.skuId, quantity: 1 },
      amount: ware.price,
      reason: { text: '不想要了', code: 3 },
    });
    await stage.hear(wechatAftersaleRequested, claimId);
    await stage.publish(aftersaleRefundAccepted, claimId, {});
    await this.turned('2.5');
  }

  private async testAndRelease(): Promise<void> {
    await this.stage.control('audit-rules', 'PUT', [
      { match: { sceneGroup: 1 }, verdict: 'reject', reason: '视频号未绑定' },
    ]);
    await this.declare('tested');
    await this.turned('2.6');
    await this.declare('cashier-changed');
    await this.stage.act('access/release');
    await this.declare('released');
    await this.turned('2.7');
  }

  private async getScene(): Promise<void> {
    const { stage, ware } = this;
    const { reason } = await stage.hear(wechatAccessSceneRefused, stage.appId);
    this.print(`WeChat refuses the scene: ${reason}. The shop mends it and asks again`);
    await stage.control('audit-rules', 'PUT', []);
    await stage.publish(accessSceneWanted, stage.appId, { sceneId: 1 });
    await stage.hear(wechatAccessSceneOpened, stage.appId);
    await this.turned('3.1');
    await stage.hear(wechatProductApproved, ware.productId, ({ submission }) => submission > 1);
    this.print(`${ware.productId} was submitted again and carries the scene`);
    for (const scene of [1177, 1001]) await this.checkScene(scene);
    await this.turned('3.2');
  }

  private async checkScene(scene: number): Promise<void> {
    const { orderUrl, apiKey } = this.address;
    const answer = await fetch(`${orderUrl}/v1/apps/${this.stage.appId}/scene-checks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ scene }),
    });
    if (!answer.ok) throw new Error(`the scene ${scene} cannot be checked: ${await answer.text()}`);
  }

  private async sellFirst(): Promise<void> {
    const { stage, ware } = this;
    const orderId = `NMF${this.start}`;
    this.print('the first buyer orders in the live room');
    await place(stage, orderId, [ware]);
    await this.turned('4.1');
    await pay(stage, orderId);
    await this.turned('4.2');
    await dispatch(stage, orderId, 1, [ware]);
    await stage.hear(wechatOrderShipped, orderId);
    await this.turned('4.3');
    await stage.act(`orders/${orderId}/confirm`);
    await stage.hear(wechatOrderReceived, orderId);
    await this.turned('4.4');
    await stage.act(`orders/${orderId}/settle`);
    await this.turned('4.5');
  }

  private declare(declaration: AccessDeclaration): Promise<void> {
    return this.stage.publish(accessStepDeclared, this.stage.appId, { declaration });
  }

  /** Waits until these lines turn, and shows them and any other that has. */
  private async turned(...steps: readonly AccessStep[]): Promise<void> {
    for (const step of steps) {
      await this.stage.hear(wechatAccessStepDone, this.stage.appId, (data) => data.step === step);
    }
    const shown = await this.access.steps();
    for (const { step, title, state, source } of shown.steps) {
      if (state !== 'done' || this.told.has(step)) continue;
      this.told.add(step);
      this.print(`  ${step}  ${title.en}: done  (${source ?? ''})`);
    }
  }
}
