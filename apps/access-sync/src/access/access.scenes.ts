import {
  wechatAccessSceneApplied,
  wechatAccessSceneOpened,
  wechatAccessSceneRefused,
  wechatAccessScenesObserved,
} from '@tongbu/contracts';
import type { EventDraft } from '@tongbu/sync-engine';
import type { ObservedAccess, ObservedScene } from './access';
import { sceneRefused } from './access.problems';

/** What is known after a fact, and what is told of it. */
export interface Changed {
  readonly observed: ObservedAccess;
  readonly events: readonly EventDraft[];
}

/** Since when a scene is in its state. */
export function sinceOf(
  { scenes }: ObservedAccess,
  { id, state }: { readonly id: number; readonly state: string },
  at: string,
) {
  const known = scenes.find((scene) => scene.id === id);
  return known?.state === state ? known.since : at;
}

/** What a scene in another state than before is told as. */
export function sceneNews({ scenes }: ObservedAccess, scene: ObservedScene): EventDraft[] {
  const { id, name, state, since, reason, checks } = scene;
  if (scenes.find((known) => known.id === id)?.state === state) return [];
  const key = `${id}@${since}`;
  if (state === 'open') {
    return [{ type: wechatAccessSceneOpened.type, key, data: { sceneId: id, name, openedAt: since } }];
  }
  if (state !== 'refused') return [];
  const failedChecks = checks
    .filter((part) => part.state === 'refused')
    .map((part) => ({ id: part.id, name: part.name }));
  const data = { sceneId: id, name, reason, failedChecks, problems: [sceneRefused(scene)] };
  return [{ type: wechatAccessSceneRefused.type, key, data }];
}

/** An application of whose answer nobody knows shows as a review, or as its verdict. */
export function appliedScene(
  observed: ObservedAccess,
  intended: Readonly<Record<string, unknown>> | undefined,
  at: string,
): Changed {
  const { sceneId, wantedAt } = intended ?? {};
  const scene = observed.scenes.find(({ id }) => id === sceneId);
  return typeof wantedAt === 'string' && (scene?.state === 'in-review' || scene?.state === 'open')
    ? sceneApplied(observed, scene.id, wantedAt, at)
    : { observed, events: [] };
}

/** The application is taken: by WeChat's answer, or as its review shows. */
export function sceneApplied(
  observed: ObservedAccess,
  sceneId: number,
  wantedAt: string,
  at: string,
): Changed {
  const sceneApplications = { ...observed.sceneApplications, [String(sceneId)]: { wantedAt, at } };
  const data = { sceneId, appliedAt: at };
  return {
    observed: { ...observed, sceneApplications },
    events: [{ type: wechatAccessSceneApplied.type, key: `${sceneId}@${wantedAt}`, data }],
  };
}

/** Publishes which scenes are open, when that is news. */
export function observeScenes(observed: ObservedAccess, ids: readonly number[], at: string): Changed {
  const sorted = [...ids].toSorted((a, b) => a - b);
  if (observed.openScenes !== null && observed.openScenes.join() === sorted.join())
    return { observed, events: [] };
  return {
    observed: { ...observed, openScenes: sorted },
    events: [
      { type: wechatAccessScenesObserved.type, key: `${sorted.join()}@${at}`, data: { open: sorted } },
    ],
  };
}
