import {
  wechatMerchantNumberApplied,
  wechatMerchantNumberChanged,
  wechatMerchantNumberReady,
  wechatMerchantNumberTransferDue,
} from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import { hash, type EventDraft, type Reduction } from '@tongbu/sync-engine';
import {
  identityOf,
  nothingObserved,
  picturesOf,
  READY,
  type CheckedApplication,
  type MerchantNumberState,
  type ObservedMerchantNumber,
  type SentApplication,
} from './merchant-number';
import type { MerchantNumberFact } from './merchant-number.commands';
import { APPEARS_WITHIN_MS } from './merchant-number.plan';

type Changed = Reduction<ObservedMerchantNumber>;

/** What we know after `fact`, and what the merchant should hear. */
export function reduceMerchantNumber(
  state: MerchantNumberState,
  fact: MerchantNumberFact,
  now: Date,
): Changed {
  const observed = state.observed ?? nothingObserved;
  const pictures = picturesOf(state);
  switch (fact.kind) {
    case 'read':
      return readApplication(state, observed, fact.application, now);
    case 'picture-exchanged': {
      const ids = { ...pictures.ids, [fact.field]: fact.ids };
      return { observed: { ...observed, pictures: { ...pictures, ids } }, events: [] };
    }
    case 'picture-refused': {
      const refused = { ...pictures.refused, [fact.field]: fact.problems };
      return { observed: { ...observed, pictures: { ...pictures, refused } }, events: [] };
    }
    case 'pictures-lost':
      return { observed: { ...observed, pictures: { ...pictures, ids: {} } }, events: [] };
    case 'applied': {
      // Read at once: what it is called and how it stands.
      const { events, observed: known } = taken(state, observed, fact.sent, now);
      return { observed: { ...known, readAt: null }, events };
    }
    case 'taken':
      return { observed: { ...observed, sent: fact.sent, readAt: null }, events: [] };
    case 'warned': {
      const { application } = observed;
      const { deadline } = fact;
      const warned = { ...observed, warnedOf: deadline };
      if (application === null || application.transfer === null) return { observed: warned, events: [] };
      const { requestNo, applicationId, transfer } = application;
      const { desiredVersion: merchantVersion } = state;
      const data = { merchantVersion, requestNo, applicationId, transfer: { ...transfer, deadline } };
      const key = `${identityOf(application)}/${deadline}`;
      return { observed: warned, events: [{ type: wechatMerchantNumberTransferDue.type, key, data }] };
    }
    default:
      return assertUnreachable(fact);
  }
}

function taken(
  { desiredVersion }: MerchantNumberState,
  observed: ObservedMerchantNumber,
  sent: SentApplication,
  now: Date,
): Changed {
  const at = now.toISOString();
  const data = { merchantVersion: desiredVersion, appliedAt: at };
  return {
    observed: { ...observed, sent: null, applied: { ...sent, at }, application: null, since: at },
    events: [{ type: wechatMerchantNumberApplied.type, key: at, data }],
  };
}

function readApplication(
  state: MerchantNumberState,
  before: ObservedMerchantNumber,
  shown: CheckedApplication | null,
  now: Date,
): Changed {
  const at = now.toISOString();
  const sent = sentBy(state) ?? before.sent;
  const arrived = sent !== null && shown !== null && isAnother(shown, sent);
  const found: Changed = arrived
    ? taken(state, before, sent, now)
    : { observed: { ...before, sent }, events: [] };
  const application = isYetToAppear(shown, found.observed, now) ? null : shown;
  const known = found.observed;
  const observed: ObservedMerchantNumber = { ...known, readAt: at, application };
  const events = [...found.events];
  const isNew = hash(application) !== hash(known.application);
  if (isNew) events.push(...changes(state, known, application, at));
  return {
    observed: {
      ...observed,
      since: isNew ? at : known.since,
      readyAt: application?.phase === 'ready' ? (known.readyAt ?? at) : null,
    },
    events,
    ...(application?.phase === 'ready' ? { facts: [READY] } : {}),
  };
}

/** The application whose outcome nobody knows. */
function sentBy({ intent }: MerchantNumberState): SentApplication | null {
  if (intent?.command !== 'apply') return null;
  const { generation, before } = intent.detail;
  return typeof generation === 'number' && (typeof before === 'string' || before === null)
    ? { generation, before }
    : null;
}

/** We apply only where there is none or a refused one. */
function isAnother(shown: CheckedApplication, { before }: SentApplication): boolean {
  return shown.phase !== 'refused' || identityOf(shown) !== before;
}

/** WeChat still shows the one before, of which all is said. */
function isYetToAppear(
  shown: CheckedApplication | null,
  { applied }: ObservedMerchantNumber,
  now: Date,
): boolean {
  if (shown === null || applied === null || isAnother(shown, applied)) return false;
  return now.getTime() < Date.parse(applied.at) + APPEARS_WITHIN_MS;
}

function changes(
  { desiredVersion: merchantVersion }: MerchantNumberState,
  { application: before, applied, readyAt }: ObservedMerchantNumber,
  application: CheckedApplication | null,
  at: string,
): EventDraft[] {
  if (application === null) {
    // Not to be seen yet is no news; gone from sight is.
    if (before === null) return [];
    const gone = { ...NOTHING, requestNo: before.requestNo, applicationId: before.applicationId };
    const data = { merchantVersion, ...gone, state: 'gone', changedAt: at };
    return [{ type: wechatMerchantNumberChanged.type, key: `gone@${at}`, data }];
  }
  const { merchantNumber, phase, ...rest } = application;
  if (phase === 'ready') {
    if (before?.phase === 'ready' && before.merchantNumber === merchantNumber) return [];
    const since = readyAt ?? at;
    const data = { merchantVersion, merchantNumber, readyAt: since };
    return [{ type: wechatMerchantNumberReady.type, key: `${merchantNumber}@${since}`, data }];
  }
  // A refusal from before the first wish says nothing of it.
  if (phase === 'refused' && applied === null) return [];
  const data = { merchantVersion, ...rest, state: phase, changedAt: at };
  return [{ type: wechatMerchantNumberChanged.type, key: `${hash(application)}@${at}`, data }];
}

const NOTHING = {
  wechatState: '',
  explanation: '',
  signUrl: null,
  validationUrl: null,
  transfer: null,
  refusedFields: [],
} as const;
