import { SystemClock } from '@tongbu/platform';
import { describeLimiter } from '../../test-support/limiter.suite';
import { noHistory, type UsageHistory } from './bucket-store';
import { MemoryBucketStore } from './memory-bucket-store';

describeLimiter('QuotaLimiter over memory', () => {
  let history: UsageHistory = noHistory;
  const store = new MemoryBucketStore(new SystemClock(), (...asked) => history(...asked));
  return Promise.resolve({
    store: (usageHistory = noHistory) => {
      history = usageHistory;
      return store;
    },
    empty: () => Promise.resolve(store.clear()),
  });
});
