import type { accessSceneWanted, accessStepDeclared, accessWanted, EventData } from '@tongbu/contracts';
import { nothingWanted, type DesiredAccess } from './access';

type Change = (known: DesiredAccess | undefined) => DesiredAccess;

/** What is wanted after each of the merchant's events. `at`: ISO time. Pure. */
export const accessChanges = {
  wanted:
    ({ scenes, account }: EventData<typeof accessWanted>, at: string): Change =>
    (known = nothingWanted) => ({
      ...known,
      askedAt: at,
      scenes: Object.fromEntries(scenes.map((sceneId) => [String(sceneId), at])),
      account: account ?? known.account,
    }),
  sceneWanted:
    ({ sceneId }: EventData<typeof accessSceneWanted>, at: string): Change =>
    (known = nothingWanted) => ({ ...known, scenes: { ...known.scenes, [String(sceneId)]: at } }),
  declared:
    ({ declaration, doneAt }: EventData<typeof accessStepDeclared>, at: string): Change =>
    (known = nothingWanted) => ({
      ...known,
      declared: {
        ...known.declared,
        [declaration]: doneAt === undefined ? at : new Date(doneAt).toISOString(),
      },
    }),
};
