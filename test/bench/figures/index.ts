import type { Figure } from '../figure';
import { gatewayFramework } from './g1-gateway-framework';
import { gatewayGroupCommit } from './g2-gateway-group-commit';
import { gatewayInsertEach } from './g3-gateway-insert-each';
import { consumer } from './k1-consumer';
import { keyLanes } from './k2-key-lanes';
import { relayThroughput } from './p1-relay-throughput';
import { publishingDelay } from './p3-publishing-delay';

/** In the order in which they are measured. */
export const figures: readonly Figure[] = [
  gatewayFramework,
  gatewayGroupCommit,
  gatewayInsertEach,
  consumer,
  keyLanes,
  relayThroughput,
  publishingDelay,
];
