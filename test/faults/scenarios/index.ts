import type { Fault } from '../fault';
import {
  callbacksDelayed,
  callbacksDoubled,
  callbacksDropped,
  callbacksLie,
  callbacksReordered,
} from './callbacks';
import { freezeReplicas, killReplicas, killServices, rollingRestart } from './kill-service';
import { clockSkew } from './clock-skew';
import { gatewaySecurity } from './gateway-security/gateway-security';
import { noFault } from './no-fault';
import { poisonEvents } from './poison';
import { quotaDay } from './quota-day';
import { slowConsumers } from './rebalance';
import {
  kafkaAway,
  kafkaKilled,
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

/** Every fault there is. */
export function allFaults(): readonly Fault[] {
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
    killServices,
    killReplicas,
    freezeReplicas,
    slowConsumers,
    rollingRestart,
    clockSkew(),
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
    secretsSearch,
  ];
}
