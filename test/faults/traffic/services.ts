import { topics } from '@tongbu/contracts';
import type { NeededService } from './traffic';

export const catalogSync: NeededService = {
  name: 'catalog-sync',
  topics: [topics.merchantCatalog, topics.wechatCallbacks],
};
export const orderSync: NeededService = {
  name: 'order-sync',
  topics: [topics.merchantOrders, topics.wechatCatalog, topics.wechatLogistics, topics.wechatCallbacks],
};
export const logisticsSync: NeededService = {
  name: 'logistics-sync',
  topics: [
    topics.merchantLogistics,
    topics.merchantOrders,
    topics.wechatOrders,
    topics.wechatAftersales,
    topics.wechatCallbacks,
  ],
};
export const aftersaleSync: NeededService = {
  name: 'aftersale-sync',
  topics: [topics.merchantAftersales, topics.merchantOrders, topics.wechatOrders, topics.wechatCallbacks],
};
