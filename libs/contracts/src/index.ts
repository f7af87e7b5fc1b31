export * from './cloud-event';
export * from './event-definition';
export * from './events';
export * from './merchant-catalog';
export * from './topics';
export * from './wechat-callbacks';
export * from './wechat-catalog';
