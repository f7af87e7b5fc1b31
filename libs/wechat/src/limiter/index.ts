export * from './limiter';
export * from './limiter-metrics';
export { BucketStore, noHistory, type UsageHistory } from './bucket-store';
export * from './quota-limiter';
export * from './redis-bucket-store';
export * from './memory-bucket-store';
