import { z } from 'zod';
import { eventsOf } from './event-definition';
import { versionOf } from './fields';
import { topics } from './topics';

const define = eventsOf(topics.merchantAccess, "WeChat's openid of the sharer in this mini program", {
  personalSubject: true,
});

export const sharerWanted = define(
  'merchant.sharer.wanted.v1',
  'This user is to be a sharer: invited, and bound when the user accepts.',
  z.object({ version: versionOf('wish') }),
  { version: 1 },
);

export const sharerUnwanted = define(
  'merchant.sharer.unwanted.v1',
  'This user is to be a sharer no more. WeChat allows it 30 days after the binding; until then it waits.',
  z.object({ version: versionOf('wish') }),
  { version: 2 },
);
