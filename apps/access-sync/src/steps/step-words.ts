import type { AccessStep } from '@tongbu/contracts';

/** A sentence for whoever reads it: English and Chinese. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}
const words = (en: string, zh: string): Words => ({ en, zh });

export const TITLES: Readonly<Record<AccessStep, Words>> = {
  '1.1': words('Access applied for and granted', '申请并开通交易组件'),
  '2.1': words('Code developed, merchant number and callback configured', '完成代码开发、商户号与回调配置'),
  '2.2': words('Qualifications and products approved', '类目、品牌与商品审核'),
  '2.3': words('Checkout and orders', '收银台与订单'),
  '2.4': words('Logistics', '物流'),
  '2.5': words('After-sales', '售后'),
  '2.6': words('Tested', '联调测试'),
  '2.7': words('Mini program released', '小程序发布'),
  '3.1': words('Scene access granted', '场景接入'),
  '3.2': words('Scene check built in', '场景校验开发'),
  '4.1': words('First order of the scene created', '场景首单：创建'),
  '4.2': words('First order of the scene paid', '场景首单：支付'),
  '4.3': words('First order of the scene shipped', '场景首单：发货'),
  '4.4': words('First order of the scene received', '场景首单：确认收货'),
  '4.5': words('Its after-sale window served', '场景首单：售后期结束'),
};

/** What the merchant has to do for a step that waits for him. */
export const TO_DO = {
  want: words(
    'Cancel the standard edition in the console if it is enabled, then publish merchant.access.wanted.v1.',
    '如已开通标准版组件请先在后台取消，然后发布 merchant.access.wanted.v1。',
  ),
  confirm: words(
    "The mini program's administrator has to confirm the agreement inside WeChat.",
    '小程序管理员需在微信中确认协议。',
  ),
  credentials: words(
    'Check AppID and AppSecret: no call has been answered yet.',
    '请检查 AppID 与 AppSecret：尚无接口调用成功。',
  ),
  callback: words(
    'Configure the callback address in the console: no callback has arrived yet.',
    '请在后台配置回调地址：尚未收到任何推送。',
  ),
  'merchant-number': words(
    'Open the secondary merchant number; if it was opened in the console, declare merchant-number.',
    '请开通二级商户号；如已在后台开通，请声明 merchant-number。',
  ),
  '2.2': words(
    'Have a product approved; before that the qualifications it needs.',
    '请提交商品并通过审核（先完成所需资质）。',
  ),
  '2.3': words('Have an order created and paid.', '请完成一笔订单的创建与支付。'),
  '2.4': words("Ship an order with a carrier of WeChat's list.", '请使用微信物流列表中的快递公司发货。'),
  '2.5': words(
    'Open an after-sale and decide it. The default return address has to be set before (account of merchant.access.wanted.v1).',
    '请发起并处理一笔售后；需先设置默认退货地址（merchant.access.wanted.v1 的 account）。',
  ),
  tested: words('Test everything, then declare tested.', '请完成联调测试，然后声明 tested。'),
  'cashier-changed': words(
    "Have the mini program open the component's cashier, then declare cashier-changed.",
    '请将小程序支付改为组件收银台，然后声明 cashier-changed。',
  ),
  released: words(
    'Release the mini program, again if that was before the component was open, then declare released.',
    '请发布小程序（开通前的发布需重新发布），然后声明 released。',
  ),
  scene: words(
    'Say which scene is wanted: publish merchant.access.scene-wanted.v1.',
    '请说明要接入的场景：发布 merchant.access.scene-wanted.v1。',
  ),
  'required-scene': words(
    'Ask for a scene whose orders have to be at WeChat, such as one of Channels (scene-checks of order-sync).',
    '请对需要推单的场景（如视频号）调用场景校验。',
  ),
  'other-scene': words(
    'Ask for a scene whose orders need not be at WeChat.',
    '请对无需推单的场景调用场景校验。',
  ),
  '4.1': words('A buyer orders in the scene.', '等待场景内的首个订单。'),
  '4.2': words('The buyer pays.', '等待买家支付。'),
  '4.3': words('Ship it in full.', '请完成发货。'),
  '4.4': words('The buyer confirms the receipt.', '等待买家确认收货。'),
  '4.5': words('Its after-sale window ends, or an after-sale of it does.', '等待售后期结束或售后完成。'),
} as const satisfies Readonly<Record<string, Words>>;

export const before = (step: AccessStep): Words =>
  words(`Step ${step} comes before.`, `请先完成步骤 ${step}。`);

/** What WeChat or we are about to do by ourselves. */
export const UNDER_WAY = {
  declaring: words('Being declared to WeChat.', '正在向微信提交完成任务。'),
  applying: words('Being applied for.', '正在提交申请。'),
  reviewing: words('WeChat reviews the scene.', '微信正在审核场景。'),
} as const satisfies Readonly<Record<string, Words>>;
