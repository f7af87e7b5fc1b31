import { z } from 'zod';
import { defineEndpoint, type MultipartFile, type WireBody } from '../client/endpoint';
import { ownPace } from './quotas';
import { optionalText } from './wire';

/** WeChat documentation: jpg, jpeg or png of at most 2 MB. */
export const MAX_IMAGE_BYTES = 2 * 1024 * 1024;

const imageFile = z.custom<MultipartFile>(
  (file) =>
    typeof file === 'object' &&
    file !== null &&
    'bytes' in file &&
    file.bytes instanceof Uint8Array &&
    file.bytes.length > 0 &&
    file.bytes.length <= MAX_IMAGE_BYTES,
  'expected a picture of at most 2 MB with a file name',
);

const RESULT_TYPES = { 'media-id': '0', link: '1', 'pay-media-id': '2' } as const;

/**
 * Turns a picture into a link that products and audits may use. The link does not expire, whatever its name says: keep
 * it. WeChat fetches a `url` itself; 1070008 says that it could not, then upload the file.
 *
 * WeChat documentation is silent on whether the parameters stand in the form or in the query: they are sent in both.
 */
export const uploadImage = defineEndpoint({
  path: '/shop/img/upload',
  // Uploading twice makes a second link and harms nothing.
  write: false,
  quota: ownPace('img-upload'),
  request: z
    .object({
      source: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('url'),
          url: z.url({ protocol: /^https?$/, error: 'expected an http(s) address' }),
        }),
        z.object({ kind: z.literal('file'), file: imageFile }),
      ]),
      as: z.enum(['link', 'media-id', 'pay-media-id']).default('link'),
    })
    .transform(({ source, as }): WireBody => {
      const resp_type = RESULT_TYPES[as];
      return source.kind === 'url'
        ? { kind: 'multipart', fields: { resp_type, upload_type: '1', img_url: source.url } }
        : { kind: 'multipart', fields: { resp_type, upload_type: '0' }, file: source.file };
    }),
  response: z
    .object({
      img_info: z.object({ media_id: optionalText, temp_img_url: optionalText, pay_media_id: optionalText }),
    })
    .transform(({ img_info }) => ({
      url: img_info.temp_img_url,
      mediaId: img_info.media_id,
      payMediaId: img_info.pay_media_id,
    }))
    .refine(({ url, mediaId, payMediaId }) => url ?? mediaId ?? payMediaId, 'neither a link nor a media id'),
});

const WECHAT_IMAGE_HOSTS = ['store.mp.video.tencent-cloud.com', 'mmbizurl.cn', 'mmecimage.cn'];

/** Whether products may use the address as it is. WeChat documentation: any other gives 1070010. */
export function isWechatImage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  const host = WECHAT_IMAGE_HOSTS.find((known) => hostname === known || hostname.endsWith(`.${known}`));
  return host === 'mmecimage.cn' ? pathname.startsWith('/p/') : host !== undefined;
}
