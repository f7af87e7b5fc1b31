import { timesBaseline } from './compare';

test('the figure is the quotient of the medians', () => {
  const line = timesBaseline({
    what: 'rows',
    unit: '/s',
    ours: { values: [300, 310, 290], median: 300 },
    baseline: { values: [400, 410, 390], median: 400, name: 'by hand' },
    gate: 0.5,
    aim: 0.8,
  });
  expect(line).toMatchObject({
    ours: { value: 300, unit: '/s' },
    baseline: { value: 400, unit: '/s', name: 'by hand' },
    figure: { value: 0.75, unit: '×' },
    better: 'higher',
  });
});
