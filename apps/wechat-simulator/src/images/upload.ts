import { ERR } from '../api/errcodes';
import { accept, refuse, type Payload, type Result } from '../api/result';
import type { ImageStore } from './image-store';
import type { FilePart, MultipartForm } from './multipart';

const MAX_BYTES = 2 * 1024 * 1024;
const EXTENSIONS = ['jpg', 'jpeg', 'png'];

/** `/shop/img/upload`. Parameters are form fields or query parameters; a form field wins. */
export function uploadImage(
  query: URLSearchParams,
  form: MultipartForm | undefined,
  images: ImageStore,
): Result<Payload> {
  const parameter = (name: string) => form?.fields.get(name) ?? query.get(name) ?? undefined;
  const respType = parameter('resp_type');
  const uploadType = parameter('upload_type');
  if (respType === undefined) return refuse(ERR.PARAMETER_MISSING, 'resp_type');
  if (uploadType === undefined) return refuse(ERR.PARAMETER_MISSING, 'upload_type');
  if (!['0', '1', '2'].includes(respType)) return refuse(ERR.INVALID_ARGUMENT, 'resp_type must be 0, 1 or 2');
  if (!['0', '1'].includes(uploadType)) return refuse(ERR.INVALID_ARGUMENT, 'upload_type must be 0 or 1');

  const source =
    uploadType === '0' ? sourceOfFile(form?.files.get('media')) : sourceOfUrl(parameter('img_url'));
  if (!source.ok) return source;
  return accept({ img_info: exchange(respType, source.value, images) });
}

function exchange(respType: string, source: Buffer | string, images: ImageStore): Payload {
  if (respType === '0') return { media_id: images.issueMediaId(source) };
  if (respType === '1') return { temp_img_url: images.issueLink(source) };
  return { pay_media_id: images.issuePayMediaId(source) };
}

function sourceOfFile(file: FilePart | undefined): Result<Buffer> {
  if (file === undefined || file.bytes.length === 0) return refuse(ERR.IMAGE_EMPTY, 'media');
  if (file.bytes.length > MAX_BYTES) return refuse(ERR.TOO_LARGE, 'media has more than 2 MB');
  return isJpegOrPng(file.bytes)
    ? accept(file.bytes)
    : refuse(ERR.IMAGE_NOT_CONVERTED, 'media is neither jpg nor png');
}

function isJpegOrPng(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 8).toString('hex');
  return start.startsWith('ffd8ff') || start === '89504e470d0a1a0a';
}

/** Nothing is fetched: the address itself tells how the fetch would have ended. */
function sourceOfUrl(address: string | undefined): Result<string> {
  if (address === undefined || address === '') return refuse(ERR.IMAGE_EMPTY, 'img_url');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return refuse(ERR.IMAGE_NOT_FETCHED, 'img_url');
  if (/missing|404/.test(url.pathname)) return refuse(ERR.IMAGE_NOT_FETCHED, 'img_url');
  const extension = /\.([a-z0-9]+)$/i.exec(url.pathname)?.[1]?.toLowerCase();
  if (extension !== undefined && !EXTENSIONS.includes(extension)) {
    return refuse(ERR.IMAGE_NOT_CONVERTED, `img_url ends in .${extension}`);
  }
  return accept(address);
}
