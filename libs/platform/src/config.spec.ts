import { parseConfig, serviceConfig } from './config';

const env = {
  DATABASE_URL: 'postgres://u:p@localhost:5432/tongbu',
  REDIS_URL: 'redis://localhost:6379',
  KAFKA_BROKERS: 'a:9092, b:9092',
};

it('reads what every service needs', () => {
  expect(parseConfig(serviceConfig, env)).toMatchObject({
    KAFKA_BROKERS: ['a:9092', 'b:9092'],
    HTTP_PORT: 8080,
  });
});

it('names every key that is wrong, and what was expected', () => {
  const wrong = () =>
    parseConfig(serviceConfig, { ...env, DATABASE_URL: 'mysql://x', REDIS_URL: '', HTTP_PORT: '99999' });
  expect(wrong).toThrow(/DATABASE_URL: expected postgres:/);
  expect(wrong).toThrow(/REDIS_URL: /);
  expect(wrong).toThrow(/HTTP_PORT: /);
});
