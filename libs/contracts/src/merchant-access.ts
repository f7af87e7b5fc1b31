import { z } from 'zod';
import { accessDeclaration } from './access-terms';
import { eventsOf } from './event-definition';
import { address, filled, time, versionOf } from './fields';
import { topics } from './topics';

const sceneId = z
  .int({ error: 'expected the number of a sales scene, such as 1' })
  .positive()
  .describe('1: Channels, the only one that can be applied for by the interface');

/** How buyers reach the shop, and where goods come back to. WeChat needs both before the first after-sale (step 2.5). */
export const accountInformation = z
  .object({
    serviceChannels: z
      .array(z.enum(['wechat', 'page', 'phone']))
      .min(1, 'expected at least one channel')
      .describe("`wechat`: WeChat's own customer service, without which products may be refused"),
    servicePath: filled('the page of the mini program').optional().describe('for `page`'),
    servicePhone: filled('a phone number').optional().describe('for `phone`'),
    returnAddress: address.optional().describe('where goods go when an after-sale names no address in time'),
  })
  .superRefine(({ serviceChannels, servicePath, servicePhone }, context) => {
    const need = (field: string, channel: string) =>
      context.addIssue({ code: 'custom', path: [field], message: `expected for the channel ${channel}` });
    if (serviceChannels.includes('page') && servicePath === undefined) need('servicePath', 'page');
    if (serviceChannels.includes('phone') && servicePhone === undefined) need('servicePhone', 'phone');
  });
export type AccountInformation = z.output<typeof accountInformation>;

const SUBJECT = 'the AppID of the mini program';

const define = eventsOf(topics.merchantAccess, SUBJECT);

export const accessWanted = define(
  'merchant.access.wanted.v1',
  "The mini program is to have WeChat's component, and these scenes. Publishing it again asks again for what was refused, " +
    'withdrawn or not confirmed.',
  z.object({
    version: versionOf('access'),
    scenes: z.array(sceneId).default([1]).describe('applied for when every task is done'),
    account: accountInformation.optional().describe('left out: nothing is changed'),
  }),
  {
    version: 1,
    scenes: [1],
    account: {
      serviceChannels: ['wechat'],
      returnAddress: {
        receiverName: '林青',
        phone: '13800138000',
        province: '浙江省',
        city: '杭州市',
        town: '西湖区',
        detail: '龙井路 1 号',
      },
    },
  },
);

export const accessStepDeclared = define(
  'merchant.access.step-declared.v1',
  'Something is done that no interface of WeChat sees. A fact: it has no version and is never ignored.',
  z.object({
    declaration: accessDeclaration,
    doneAt: time.optional().describe('when it was done; the time of the event when left out'),
  }),
  { declaration: 'tested', doneAt: '2026-03-04T16:00:00+08:00' },
);

export const accessSceneWanted = define(
  'merchant.access.scene-wanted.v1',
  'The mini program is to sell in this scene. Publishing it again applies again after a refusal.',
  z.object({ sceneId: sceneId.default(1) }),
  { sceneId: 1 },
);
