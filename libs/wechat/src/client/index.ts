export { CLOSED_MS } from './closed-interfaces';
export type * from './call-result';
export {
  defineEndpoint,
  type Checked,
  type Endpoint,
  type EndpointDefinition,
  type MultipartFile,
} from './endpoint';
export { MemoryTokenStore } from './memory-token-store';
export { RedisTokenStore } from './redis-token-store';
export { TokenStore, type StoredToken } from './token-store';
export * from './wechat-client';
export { callMetrics } from './call-metrics';
