import { SystemClock } from '@tongbu/platform';
import { describeTokenStore } from '../../test-support/token-store.suite';
import { MemoryTokenStore } from './memory-token-store';

describeTokenStore('MemoryTokenStore', () => {
  const store = new MemoryTokenStore(new SystemClock());
  return Promise.resolve(() => store);
});
