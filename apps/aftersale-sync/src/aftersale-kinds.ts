import type { PictureExchange } from '@tongbu/pictures';
import {
  createKind,
  discreet,
  type FactBook,
  type KindRuntime,
  type SyncResources,
} from '@tongbu/sync-engine';
import { aftersaleWindowPlanner, type DesiredWindow } from './aftersale-windows/aftersale-window';
import { AftersaleWindowExecutor } from './aftersale-windows/aftersale-window.executor';
import type { DesiredAftersale, ObservedAftersale } from './aftersales/aftersale';
import { AftersaleRows } from './aftersales/aftersale-rows';
import type { DeadlineRules } from './aftersales/aftersale.deadlines';
import { AftersaleExecutor } from './aftersales/aftersale.executor';
import { personsOf } from './aftersales/aftersale.privacy';
import { aftersalePlanner } from './aftersales/aftersale.planner';
import type { AftersaleChannel } from './channel/aftersale-channel';
import type { MirrorChannel } from './channel/mirror-channel';
import { OrderLeases } from './leases/order-leases';
import type { DesiredMirror } from './mirrored-aftersales/mirrored-aftersale';
import { MirroredAftersaleExecutor } from './mirrored-aftersales/mirrored-aftersale.executor';
import { mirroredAftersalePlanner } from './mirrored-aftersales/mirrored-aftersale.planner';
import { HeardOrders } from './orders/order-book';
import type { OrderKnowledge } from './orders/order-knowledge';
import { personOf } from './orders/order.privacy';

/** The kinds of things this service keeps in step. */
export interface AftersaleKinds {
  readonly aftersales: KindRuntime<DesiredAftersale, ObservedAftersale>;
  readonly mirroredAftersales: KindRuntime<DesiredMirror>;
  readonly windows: KindRuntime<DesiredWindow>;
  readonly rows: AftersaleRows;
}

export interface AftersaleChannels {
  readonly aftersales: AftersaleChannel;
  readonly mirrors: MirrorChannel;
}

/** Few, and each needs a call now and then only. */
const WINDOWS_AT_ONCE = 2;

const personOfRow = ({ observed }: { readonly observed: { readonly order: OrderKnowledge | null } | null }) =>
  personOf(observed?.order);

export function createAftersaleKinds(
  resources: SyncResources,
  channels: AftersaleChannels,
  pictures: PictureExchange,
  facts: FactBook,
  deadlines: DeadlineRules,
): AftersaleKinds {
  const { database, clock } = resources;
  const rows = new AftersaleRows(database);
  const orders = new HeardOrders(facts);
  const leases = new OrderLeases(database, clock);
  const { aftersales, mirrors } = channels;
  return {
    rows,
    aftersales: createKind(
      resources,
      aftersalePlanner(deadlines),
      discreet(new AftersaleExecutor(aftersales, leases, orders, rows, pictures, clock), personsOf),
      { find: (tx, appId, id) => rows.find(tx, appId, id) },
    ),
    mirroredAftersales: createKind(
      resources,
      mirroredAftersalePlanner,
      discreet(new MirroredAftersaleExecutor(mirrors, leases, orders, clock), personOfRow),
    ),
    windows: createKind(
      { ...resources, concurrency: WINDOWS_AT_ONCE },
      aftersaleWindowPlanner,
      discreet(new AftersaleWindowExecutor(aftersales, leases, orders, clock), personOfRow),
    ),
  };
}
