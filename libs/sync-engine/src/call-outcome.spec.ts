import type { CallError } from '@tongbu/wechat';
import { COMPONENT_OPEN, outcomeOf, type CallRules } from './call-outcome';

const NOW = new Date('2026-03-02T04:00:00Z');
const rules: CallRules = { contradictions: new Set([1000012]), pauses: new Map([[1000019, 3_600_000]]) };
const explanation = { meaning: 'm', meaningZh: '意', fix: 'f', fixZh: '修' };

function refused(code: number, change: Partial<Extract<CallError, { kind: 'refused' }>> = {}): CallError {
  return {
    kind: 'refused',
    code,
    class: 'permanent',
    scope: 'entity',
    message: '',
    alreadyDone: false,
    unknownCode: false,
    explanation,
    ...change,
  };
}

it.each<[string, CallError, object]>([
  [
    'a refusal for good',
    refused(1000014),
    { kind: 'refused', problems: [{ code: '1000014', message: 'm' }] },
  ],
  ['a contradiction', refused(1000012), { kind: 'contradicted', code: 1000012 }],
  ['a pause for this thing', refused(1000019), { kind: 'deferred', until: new Date('2026-03-02T05:00:00Z') }],
  ['a throttle', refused(45011, { class: 'throttle' }), { kind: 'deferred' }],
  ['a passing fault', refused(-1, { class: 'transient', scope: 'call' }), { kind: 'failed' }],
  [
    'a token that another program ended again, which must not cost five minutes',
    refused(40001, { class: 'token', scope: 'account' }),
    { kind: 'failed' },
  ],
  [
    'a problem of the whole account, which parks nothing',
    refused(40164, { scope: 'account' }),
    { kind: 'deferred', until: new Date('2026-03-02T04:05:00Z') },
  ],
  [
    'a component that is not open, whose opening is pushed',
    refused(1040003, { scope: 'account' }),
    {
      kind: 'deferred',
      until: new Date('2026-03-02T04:30:00Z'),
      reason: 'WeChat answered 1040003: m',
      waitingFor: [COMPONENT_OPEN],
    },
  ],
  [
    'no answer',
    { kind: 'unknown-outcome', reason: 'timeout', detail: '' },
    { kind: 'unknown', reason: 'timeout' },
  ],
  ['no connection', { kind: 'not-sent', reason: 'connect' }, { kind: 'failed' }],
  [
    'no quota',
    { kind: 'not-sent', reason: 'quota', retryAt: new Date('2026-03-02T04:10:00Z') },
    { kind: 'deferred', until: new Date('2026-03-02T04:10:00Z'), inLine: true },
  ],
  [
    'a request that breaks the documented shape',
    { kind: 'not-sent', reason: 'invalid-request', problems: ['title: expected a text'] },
    { kind: 'refused', problems: [{ code: 'request-invalid' }] },
  ],
])('%s', (_, error, expected) => {
  expect(outcomeOf(error, NOW, rules)).toMatchObject(expected);
});
