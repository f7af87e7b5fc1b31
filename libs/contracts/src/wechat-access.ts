import { z } from 'zod';
import { accessStep } from './access-terms';
import { eventsOf } from './event-definition';
import { merchantVersion } from './fields';
import { problem, type Problem } from './problem';
import { topics } from './topics';

const time = z.iso.datetime({ offset: true });
const sceneId = z.int().describe('1: Channels');
const sceneName = z.string().describe("WeChat's name of it, empty where it gives none");
const problems = z.array(problem).min(1).describe('with what to do');

const NOT_CONFIRMED: Problem = {
  code: 'access-not-confirmed',
  message: 'The administrator did not confirm the application within 24 hours.',
  messageZh: '管理员未在 24 小时内确认开通申请。',
  fix: 'Publish merchant.access.wanted.v1 again, and have the administrator confirm the agreement in WeChat.',
  fixZh: '请重新发布 merchant.access.wanted.v1，并请管理员在微信中确认协议。',
};
const SCENE_REFUSED: Problem = {
  code: 'scene-refused',
  message: 'WeChat refused the scene: 客服与售后未通过',
  messageZh: '场景审核未通过：客服与售后未通过',
  fix: 'Mend what WeChat names, then publish merchant.access.scene-wanted.v1.',
  fixZh: '请按原因整改后发布 merchant.access.scene-wanted.v1。',
};

const define = eventsOf(topics.wechatAccess, 'the AppID of the mini program');

export const wechatAccessApplied = define(
  'wechat.access.applied.v1',
  "WeChat has taken the application for the component. The mini program's administrator has to confirm it inside WeChat.",
  z.object({ merchantVersion, appliedAt: time, confirmBy: time }),
  { merchantVersion: 1, appliedAt: '2026-03-02T02:00:00Z', confirmBy: '2026-03-03T02:00:00Z' },
);

export const wechatAccessOpened = define(
  'wechat.access.opened.v1',
  'The component is open for the mini program.',
  z.object({ merchantVersion, openedAt: time.describe('when it was first seen open') }),
  { merchantVersion: 1, openedAt: '2026-03-02T08:30:00Z' },
);

export const wechatAccessRefused = define(
  'wechat.access.refused.v1',
  'The mini program does not have the component, or has it no more.',
  z.object({
    merchantVersion,
    cause: z
      .enum(['not-confirmed', 'withdrawn', 'refused', 'banned'])
      .describe(
        '`not-confirmed`: nobody confirmed within 24 hours; `withdrawn`: the application, or the component itself, was ' +
          'taken back in the console; `refused`: WeChat did not take the application; `banned`: WeChat closed it',
      ),
    problems,
  }),
  { merchantVersion: 1, cause: 'not-confirmed', problems: [NOT_CONFIRMED] },
);

export const wechatAccessStepDone = define(
  'wechat.access.step-done.v1',
  "A step of WeChat's guide is done. After a withdrawal the steps begin anew, and are told again.",
  z.object({
    step: accessStep,
    doneAt: time,
    source: z.string().describe('who knows: an interface, an event, or a declaration'),
  }),
  { step: '2.2', doneAt: '2026-03-02T09:12:40Z', source: 'register/check: spu_audit_finished' },
);

export const wechatAccessScenesObserved = define(
  'wechat.access.scenes-observed.v1',
  'Which scenes are open: told when it was first looked at, and whenever it changes. Products and audits carry these.',
  z.object({ open: z.array(sceneId) }),
  { open: [1] },
);

export const wechatAccessSceneApplied = define(
  'wechat.access.scene-applied.v1',
  'WeChat has taken the application for a scene and reviews it.',
  z.object({ sceneId, appliedAt: time }),
  { sceneId: 1, appliedAt: '2026-03-05T02:00:00Z' },
);

export const wechatAccessSceneOpened = define(
  'wechat.access.scene-opened.v1',
  'The mini program may sell in this scene.',
  z.object({ sceneId, name: sceneName, openedAt: time }),
  { sceneId: 1, name: '视频号', openedAt: '2026-03-05T08:00:00Z' },
);

export const wechatAccessSceneRefused = define(
  'wechat.access.scene-refused.v1',
  'WeChat refused the scene. It is applied for again when merchant.access.scene-wanted.v1 or merchant.access.wanted.v1 is published.',
  z.object({
    sceneId,
    name: sceneName,
    reason: z.string().describe("WeChat's words"),
    failedChecks: z.array(z.object({ id: z.int(), name: z.string() })).describe('what of it failed'),
    problems,
  }),
  {
    sceneId: 1,
    name: '视频号',
    reason: '客服与售后未通过',
    failedChecks: [{ id: 1, name: '客服与售后' }],
    problems: [SCENE_REFUSED],
  },
);

export const wechatAccessParked = define(
  'wechat.access.parked.v1',
  'Nothing goes on until something is changed. Every reason at once, with what to do.',
  z.object({ merchantVersion, problems }),
  { merchantVersion: 1, problems: [NOT_CONFIRMED] },
);
