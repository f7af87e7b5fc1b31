import type { Figure } from '../figure';
import { gatewayFramework } from './g1-gateway-framework';
import { gatewayGroupCommit } from './g2-gateway-group-commit';
import { gatewayInsertEach } from './g3-gateway-insert-each';

/** In the order in which they are measured. */
export const figures: readonly Figure[] = [gatewayFramework, gatewayGroupCommit, gatewayInsertEach];
