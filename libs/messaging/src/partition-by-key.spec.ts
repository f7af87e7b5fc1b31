import { randomBytes } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import { partitionByKey } from './partition-by-key';

const metadata = (partitions: number) =>
  Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [],
    isr: [],
  }));

test('a key goes where it went before', () => {
  const [ours, theirs] = [partitionByKey(), Partitioners.DefaultPartitioner()];
  const keys = [
    '',
    'wx0123456789abcdef:商品-1',
    ...Array.from({ length: 500 }, (_, length) => randomBytes(length % 40)),
    ...Array.from({ length: 200 }, (_, number) => `wx0123456789abcdef:SO-${number}`),
  ];
  for (const partitions of [1, 4, 7, 16]) {
    for (const key of keys) {
      const record = { topic: 't', partitionMetadata: metadata(partitions), message: { key, value: '' } };
      expect(ours(record)).toBe(theirs(record));
    }
  }
});

test('records without a key are spread', () => {
  const partition = partitionByKey();
  const record = { topic: 't', partitionMetadata: metadata(4), message: { key: null, value: '' } };
  expect(new Set(Array.from({ length: 8 }, () => partition(record))).size).toBe(4);
});
