import { EventRegistry, type EventDefinition } from './event-definition';
import * as merchantAccess from './merchant-access';
import * as merchantAftersales from './merchant-aftersales';
import * as merchantCatalog from './merchant-catalog';
import * as merchantLogistics from './merchant-logistics';
import * as merchantNumber from './merchant-number';
import * as merchantOrders from './merchant-orders';
import * as merchantQualifications from './merchant-qualifications';
import * as merchantSharers from './merchant-sharers';
import * as wechatAccess from './wechat-access';
import * as wechatAftersales from './wechat-aftersales';
import * as wechatCallbacks from './wechat-callbacks';
import * as wechatCatalog from './wechat-catalog';
import * as wechatLogistics from './wechat-logistics';
import * as wechatMerchantNumber from './wechat-merchant-number';
import * as wechatOrders from './wechat-orders';
import * as wechatQualifications from './wechat-qualifications';
import * as wechatSharers from './wechat-sharers';

const modules: readonly Readonly<Record<string, unknown>>[] = [
  merchantCatalog,
  merchantQualifications,
  wechatCatalog,
  wechatQualifications,
  merchantOrders,
  wechatOrders,
  merchantAftersales,
  wechatAftersales,
  merchantLogistics,
  wechatLogistics,
  merchantAccess,
  wechatAccess,
  merchantSharers,
  wechatSharers,
  merchantNumber,
  wechatMerchantNumber,
  wechatCallbacks,
];

/** Every event type of this release: whatever these modules define. */
export const eventRegistry = new EventRegistry(
  modules.flatMap((module) => Object.values(module).filter(isEventDefinition)),
);

function isEventDefinition(value: unknown): value is EventDefinition {
  return (
    typeof value === 'object' && value !== null && 'type' in value && 'topic' in value && 'sample' in value
  );
}
