import { outcomeOf } from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import { exchangeAll } from './exchange-all';
import type { ExchangedPictures, PictureExchange } from './picture-exchange';
import { fieldOfPicture, unusablePicture } from './picture.problems';

const call = { appId: 'wx7f3d2a9c5b1e8046', lane: 'content', notAfter: 0 } as const;
const COVER = 'https://img.shop.example/cover.jpg';
const DETAIL = 'https://img.shop.example/detail.gif';
const content = {
  images: [COVER],
  description: { text: '', images: ['https://img.shop.example/other.jpg', DETAIL] },
};

const run = (exchanged: ExchangedPictures) =>
  exchangeAll(
    { exchange: async () => exchanged } as unknown as PictureExchange,
    call,
    [COVER, DETAIL],
    content,
    (error) => outcomeOf(error, new Date(0), { contradictions: new Set(), pauses: new Map() }),
  );
const explanation = { meaning: 'could not be fetched.', meaningZh: '无法下载。', fix: 'f', fixZh: '改' };
const refusedBy = (code: number): CallError => ({
  kind: 'refused',
  code,
  class: 'permanent',
  scope: 'entity',
  message: '',
  alreadyDone: false,
  unknownCode: false,
  explanation,
});

it('names every picture that cannot be used, and where it stands', async () => {
  const outcome = await run({
    pictures: {},
    failures: [
      { kind: 'call', url: COVER, error: refusedBy(1070008) },
      { kind: 'unusable', url: DETAIL, problem: unusablePicture('no-picture') },
    ],
  });
  expect(outcome).toMatchObject({
    kind: 'refused',
    problems: [
      {
        code: '1070008',
        field: 'images[0]',
        message: `The picture ${COVER} was refused: could not be fetched.`,
        messageZh: `图片 ${COVER} 无法使用：无法下载。`,
      },
      { code: 'picture-type', field: 'description.images[1]' },
    ],
  });
});

it('waits when nothing is wrong with a picture but its turn has not come', async () => {
  const retryAt = new Date(5_000);
  const error = { kind: 'not-sent', reason: 'quota', retryAt } as const;
  const outcome = await run({ pictures: { [COVER]: 'x' }, failures: [{ kind: 'call', url: DETAIL, error }] });
  expect(outcome).toMatchObject({ kind: 'deferred', until: retryAt, note: { exchanged: 1, failed: 1 } });
});

it.each([
  ['images[0]', COVER],
  ['description.images[1]', DETAIL],
  [undefined, 'https://elsewhere.example/x.jpg'],
])('finds %s', (field, url) => {
  expect(fieldOfPicture(content, url)).toBe(field);
});
