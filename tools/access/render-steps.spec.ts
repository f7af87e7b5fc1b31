import { renderSteps } from './render-steps';

const words = (en: string) => ({ en, zh: en });

it('shows a line for each step, and what is to be done under those that are not', () => {
  const steps = [
    {
      step: '1.1',
      title: words('Access'),
      state: 'done' as const,
      since: '2026-03-02T10:00:00.001Z',
      what: [],
      problems: [],
      source: 'register/check: open',
    },
    {
      step: '2.6',
      title: words('Tested'),
      state: 'waiting-for-you' as const,
      since: null,
      what: [words('Test everything.')],
      problems: [],
      source: null,
    },
    {
      step: '3.1',
      title: words('Scene'),
      state: 'failed' as const,
      since: '2026-03-02T11:00:00.001Z',
      what: [],
      problems: [{ message: 'Refused.', fix: 'Mend it.' }],
      source: 'register/check',
    },
  ];
  expect(
    renderSteps({ appId: 'wx7f3d2a9c5b1e8046', readAt: '2026-03-02T12:00:00Z', steps }).split('\n'),
  ).toEqual([
    'wx7f3d2a9c5b1e8046: WeChat was asked at 2026-03-02 12:00:00',
    `1.1  ${'Access'.padEnd(52)} done 2026-03-02 10:00:00  (register/check: open)`,
    `2.6  ${'Tested'.padEnd(52)} waiting for you`,
    '       Test everything.',
    `3.1  ${'Scene'.padEnd(52)} FAILED since 2026-03-02 11:00:00  (register/check)`,
    '       Refused.',
    '       Mend it.',
  ]);
});
