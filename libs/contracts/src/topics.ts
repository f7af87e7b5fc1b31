/** Topic names. Every topic has a dead-letter topic beside it, named with {@link deadLetterTopic}. */
export const topics = {
  /** What the merchant's shop publishes about products and qualifications. */
  merchantCatalog: 'merchant.catalog',
  /** What Tongbu publishes to the merchant about products and qualifications. */
  wechatCatalog: 'wechat.catalog',
  /** WeChat's callbacks as the gateway stored them. Internal. */
  wechatCallbacks: 'wechat.callbacks',
} as const;

export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}
