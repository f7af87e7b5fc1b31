import type { Fault } from '../fault';
import { GATEWAY } from '../field/field';
import {
  callbacksDelayed,
  callbacksDoubled,
  callbacksDropped,
  callbacksLie,
  callbacksReordered,
} from './callbacks';
import { freezeReplicas, killReplicas, killService, rollingRestart } from './kill-service';
import { clockSkew } from './clock-skew';
import { gatewaySecurity } from './gateway-security/gateway-security';
import { noFault } from './no-fault';
import { poisonEvents } from './poison';
import { quotaDay } from './quota-day';
import { slowConsumers } from './rebalance';
import {
  kafkaAway,
  kafkaKilled,
  kafkaRestarted,
  postgresFrozen,
  postgresKilled,
  postgresRestarted,
  redisAway,
  redisEmptied,
  redisFull,
  redisRestarted,
} from './restart-part';
import { secretsSearch } from './secrets';
import { storm } from './storm';
import {
  answerHtml,
  answerLost,
  answerReset,
  notSubmitted,
  serverError,
  systemError,
  tokenTaken,
  tooOftenAMinute,
  tooOftenAtOnce,
  wechatAway,
} from './wechat-answers';

/** Every fault there is, for an installation with these services besides the gateway. */
export function allFaults(services: readonly string[]): readonly Fault[] {
  return [
    noFault,
    answerLost,
    answerReset,
    answerHtml,
    serverError,
    systemError,
    wechatAway,
    tooOftenAMinute,
    tooOftenAtOnce,
    tokenTaken,
    notSubmitted,
    callbacksDropped,
    callbacksDoubled,
    callbacksDelayed,
    callbacksReordered,
    callbacksLie,
    quotaDay(),
    poisonEvents(),
    gatewaySecurity(),
    ...[GATEWAY, ...services].map(killService),
    killReplicas,
    freezeReplicas,
    slowConsumers,
    rollingRestart,
    clockSkew(),
    kafkaRestarted,
    kafkaAway,
    kafkaKilled,
    postgresRestarted,
    postgresKilled,
    postgresFrozen,
    redisRestarted,
    redisAway,
    redisEmptied,
    redisFull,
    storm,
    // Last: it looks at what all others have left behind.
    secretsSearch,
  ];
}
