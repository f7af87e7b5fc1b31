import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { DesiredQualification, Listing } from './qualification';

/** Where one kind of qualification is submitted and listed. */
export interface QualificationDesk<Content> {
  /** Answers the id of the review. */
  submit(
    call: ChannelCall,
    entityId: string,
    content: Content,
    listing: Listing | null,
  ): Promise<ChannelResult<string>>;
  /** What WeChat's lists say, asked now. */
  list(
    call: ChannelCall,
    entityId: string,
    desired: DesiredQualification<Content>,
  ): Promise<ChannelResult<Omit<Listing, 'at' | 'generation'>>>;
  /** WeChat's answer to a submission does not fit its category list. */
  outdated(appId: string): Promise<void>;
  /** The content with the channel's pictures in place of the merchant's. */
  withPictures(content: Content, exchanged: (url: string) => string): Content;
}
