import type { Figure } from '../figure';
import { checkout } from './c1-checkout';
import { gatewayFramework } from './g1-gateway-framework';
import { gatewayGroupCommit } from './g2-gateway-group-commit';
import { gatewayInsertEach } from './g3-gateway-insert-each';
import { consumer } from './k1-consumer';
import { keyLanes } from './k2-key-lanes';
import { relayThroughput } from './p1-relay-throughput';
import { publishingDelay } from './p3-publishing-delay';
import { pushes } from './q1-pushes';
import { shareOfQuota } from './l1-share-of-quota';
import { shareWithStalls } from './l2-stalls';
import { ban } from './l3-ban';
import { capacity } from './l4-capacity';
import { quietTenant } from './l5-quiet-tenant';
import { usualWay } from './q2-usual-way';
import { hotProduct } from './v1-hot-product';
import { redisOutage } from './r1-redis-outage';
import { largeCatalogue } from './m1-large-catalogue';

/** In the order in which they are measured. */
export const figures: readonly Figure[] = [
  gatewayFramework,
  gatewayGroupCommit,
  gatewayInsertEach,
  pushes,
  usualWay,
  shareOfQuota,
  shareWithStalls,
  quietTenant,
  ban,
  capacity,
  hotProduct,
  redisOutage,
  consumer,
  keyLanes,
  relayThroughput,
  publishingDelay,
  checkout,
  largeCatalogue,
];
