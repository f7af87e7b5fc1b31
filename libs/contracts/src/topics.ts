/** Topic names. Every topic has a dead-letter topic beside it, named with {@link deadLetterTopic}. */
export const topics = {
  /** What the merchant's shop publishes about products and qualifications. */
  merchantCatalog: 'merchant.catalog',
  /** What Tongbu publishes to the merchant about products and qualifications. */
  wechatCatalog: 'wechat.catalog',
  /** What the merchant's shop publishes about orders. */
  merchantOrders: 'merchant.orders',
  /** What Tongbu publishes about orders. */
  wechatOrders: 'wechat.orders',
  /** What the merchant's shop or warehouse publishes about parcels. */
  merchantLogistics: 'merchant.logistics',
  /** What Tongbu publishes about parcels. */
  wechatLogistics: 'wechat.logistics',
  /** What the merchant's shop publishes about after-sales. */
  merchantAftersales: 'merchant.aftersales',
  /** What Tongbu publishes about after-sales and complaints. */
  wechatAftersales: 'wechat.aftersales',
  /** What the merchant's shop publishes about the mini program's access to the component, and its sharers. */
  merchantAccess: 'merchant.access',
  /** What Tongbu publishes about access and sharers. */
  wechatAccess: 'wechat.access',
  /** WeChat's callbacks as the gateway stored them. Internal. */
  wechatCallbacks: 'wechat.callbacks',
} as const;

export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}
