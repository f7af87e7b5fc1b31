import { createHash } from 'node:crypto';
import type { Revision } from '../state/revision';

const ISSUED_HOST = 'mmecimage.cn';
/** Other hosts of WeChat that product images may lie on; the simulator issues none there, so it takes them all. */
const OTHER_WECHAT_HOSTS = ['store.mp.video.tencent-cloud.com', 'mmbizurl.cn'];

/** What images were exchanged for. */
export interface IssuedImages {
  readonly links: readonly string[];
  readonly mediaIds: readonly string[];
  readonly payMediaIds: readonly string[];
}

/** The images one account has handed over. The bytes are not kept, only what they were exchanged for. */
export class ImageStore {
  private readonly links = new Set<string>();
  private readonly mediaIds = new Set<string>();
  private readonly payMediaIds = new Set<string>();

  constructor(
    private readonly appId: string,
    private readonly revision: Revision,
  ) {}

  /** The same source gives the same link. */
  issueLink(source: Buffer | string): string {
    const link = `https://${ISSUED_HOST}/p/${this.appId}/${digest(source)}`;
    this.keep(this.links, link);
    return link;
  }

  /** A media id, for brand and category audits only. */
  issueMediaId(source: Buffer | string): string {
    const mediaId = `media-${digest(`${this.appId}:${digest(source)}`)}`;
    this.keep(this.mediaIds, mediaId);
    return mediaId;
  }

  /** The payment side's id, for applications to it. */
  issuePayMediaId(source: Buffer | string): string {
    const mediaId = `pay-media-${digest(`pay:${this.appId}:${digest(source)}`)}`;
    this.keep(this.payMediaIds, mediaId);
    return mediaId;
  }

  /** Whether a product may show this image. */
  accepts(link: string): boolean {
    if (this.links.has(link)) return true;
    const url = URL.canParse(link) ? new URL(link) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) && OTHER_WECHAT_HOSTS.includes(url.hostname);
  }

  /** Whether an audit may show this image: a link or a media id. */
  acceptsInAudit(image: string): boolean {
    return this.mediaIds.has(image) || this.accepts(image);
  }

  issuedMediaId(mediaId: string): boolean {
    return this.mediaIds.has(mediaId);
  }

  issuedPayMediaId(mediaId: string): boolean {
    return this.payMediaIds.has(mediaId);
  }

  get count(): number {
    return this.links.size + this.mediaIds.size + this.payMediaIds.size;
  }

  issued(): IssuedImages {
    return {
      links: [...this.links],
      mediaIds: [...this.mediaIds],
      payMediaIds: [...this.payMediaIds],
    };
  }

  /** Takes back what an earlier run issued. */
  restore({ links, mediaIds, payMediaIds }: IssuedImages): void {
    for (const link of links) this.links.add(link);
    for (const mediaId of mediaIds) this.mediaIds.add(mediaId);
    for (const mediaId of payMediaIds) this.payMediaIds.add(mediaId);
  }

  private keep(issued: Set<string>, entry: string): void {
    if (issued.has(entry)) return;
    issued.add(entry);
    this.revision.advance();
  }
}

function digest(source: Buffer | string): string {
  return createHash('sha1').update(source).digest('hex');
}
