import { KafkaJSProtocolError } from 'kafkajs';
import { waitForLeaders } from './topics';

/** What a broker answers, as kafkajs' types of it have no way to make one. */
function answers(type: string): KafkaJSProtocolError {
  return Object.assign(new KafkaJSProtocolError('This server does not host this topic-partition'), { type });
}

it('asks again while the broker has not heard of a topic that was just created', async () => {
  const fetchTopicMetadata = jest
    .fn()
    .mockRejectedValueOnce(answers('UNKNOWN_TOPIC_OR_PARTITION'))
    .mockRejectedValueOnce(answers('UNKNOWN_TOPIC_OR_PARTITION'))
    .mockResolvedValue({ topics: [] });
  await waitForLeaders({ fetchTopicMetadata }, ['things']);
  expect(fetchTopicMetadata).toHaveBeenCalledTimes(3);
});

it('does not go on asking when the broker refuses', async () => {
  const fetchTopicMetadata = jest.fn().mockRejectedValue(answers('TOPIC_AUTHORIZATION_FAILED'));
  await expect(waitForLeaders({ fetchTopicMetadata }, ['things'])).rejects.toMatchObject({
    type: 'TOPIC_AUTHORIZATION_FAILED',
  });
  expect(fetchTopicMetadata).toHaveBeenCalledTimes(1);
});
