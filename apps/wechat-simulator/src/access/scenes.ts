import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';

/** The scene groups there are; only the first can be applied for by the interface. */
export const SCENES: readonly { readonly id: number; readonly name: string }[] = [
  { id: 1, name: '视频号' },
  { id: 3, name: '订单中心' },
];
export const CHANNELS_SCENE = 1;

export function sceneName(sceneGroup: number): string {
  return SCENES.find(({ id }) => id === sceneGroup)?.name ?? '';
}

/** What is looked at in a review of a scene. */
export const SCENE_CHECKS: readonly { readonly id: number; readonly name: string }[] = [
  { id: 1, name: '客服与售后' },
  { id: 2, name: '电商平台' },
];

/** Of a scene and of what is looked at in it: 0 under review, 1 approved, 2 failed, 3 not reviewed. */
export const SCENE_STATUSES = [0, 1, 2, 3] as const;
export type SceneStatus = (typeof SCENE_STATUSES)[number];
export const FIRST_SCENE_STATUS: SceneStatus = 3;

export interface SceneReview {
  readonly sceneGroup: number;
  /** When the review ends; absent when it has. */
  due: Date | undefined;
  status: SceneStatus;
  /** Why it failed; empty otherwise. */
  reason: string;
  /** The checks that failed. */
  failedChecks: readonly number[];
}

export interface SceneTransition {
  readonly from: readonly SceneStatus[];
  readonly to: SceneStatus;
}

/** Every move there is. */
export const SCENE_TRANSITIONS = {
  apply: { from: [2, 3], to: 0 },
  approve: { from: [0], to: 1 },
  reject: { from: [0], to: 2 },
} as const satisfies Record<string, SceneTransition>;

export function nextSceneStatus(
  status: SceneStatus,
  action: keyof typeof SCENE_TRANSITIONS,
): Result<SceneStatus> {
  const { from, to }: SceneTransition = SCENE_TRANSITIONS[action];
  return from.includes(status)
    ? accept(to)
    : refuse(ERR.NOT_SUPPORTED, `the scene is in status ${status}, ${from.join(' or ')} expected`);
}

/** How it stands with one check of a scene that is in `status`. */
export function checkStatusOf(
  { status, failedChecks }: Pick<SceneReview, 'status' | 'failedChecks'>,
  check: number,
): SceneStatus {
  return status === 2 && !failedChecks.includes(check) ? 1 : status;
}
