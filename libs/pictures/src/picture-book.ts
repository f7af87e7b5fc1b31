import type { Sql } from '@tongbu/platform';
import type { PictureVersion } from './picture-download';

/** What is known about the picture at an address. */
export interface KnownPicture extends PictureVersion {
  /** The channel's address for it. */
  readonly link: string;
  /** Names its bytes; null when they were never seen. */
  readonly contentHash: string | null;
  /** When the address was last looked at. */
  readonly lookedAt: Date;
}

interface PictureRecord {
  readonly source_url: string;
  readonly channel_url: string;
  readonly content_hash: string | null;
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly looked_at: Date;
}

/** Which picture lay at which address, and what each was exchanged for. */
export class PictureBook {
  constructor(private readonly sql: Sql) {}

  async at(appId: string, urls: readonly string[]): Promise<ReadonlyMap<string, KnownPicture>> {
    const rows = await this.sql.query<PictureRecord>(
      `SELECT source_url, channel_url, content_hash, etag, last_modified, looked_at FROM pictures
       WHERE app_id = $1 AND source_url = ANY($2::text[])`,
      [appId, urls],
    );
    return new Map(
      rows.map((row) => [
        row.source_url,
        {
          link: row.channel_url,
          contentHash: row.content_hash,
          etag: row.etag,
          lastModified: row.last_modified,
          lookedAt: row.looked_at,
        },
      ]),
    );
  }

  async linkOfContent(appId: string, contentHash: string): Promise<string | undefined> {
    const [row] = await this.sql.query<{ channel_url: string }>(
      `SELECT channel_url FROM picture_contents WHERE app_id = $1 AND content_hash = $2`,
      [appId, contentHash],
    );
    return row?.channel_url;
  }

  async rememberContent(appId: string, contentHash: string, link: string): Promise<void> {
    await this.sql.query(
      `INSERT INTO picture_contents (app_id, content_hash, channel_url) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [appId, contentHash, link],
    );
  }

  async remember(appId: string, url: string, picture: KnownPicture): Promise<void> {
    const { link, contentHash, etag, lastModified, lookedAt } = picture;
    await this.sql.query(
      `INSERT INTO pictures (app_id, source_url, channel_url, content_hash, etag, last_modified, looked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (app_id, source_url) DO UPDATE SET channel_url = $3, content_hash = $4, etag = $5, last_modified = $6,
         looked_at = $7`,
      [appId, url, link, contentHash, etag, lastModified, lookedAt],
    );
  }

  /** The channel does not take what these were exchanged for any more, whatever address it is known under. */
  async forget(appId: string, urls: readonly string[]): Promise<void> {
    await this.sql.query(
      `WITH lost AS (
         SELECT DISTINCT channel_url FROM pictures WHERE app_id = $1 AND source_url = ANY($2::text[])),
       contents AS (
         DELETE FROM picture_contents WHERE app_id = $1 AND channel_url IN (SELECT channel_url FROM lost))
       DELETE FROM pictures WHERE app_id = $1 AND channel_url IN (SELECT channel_url FROM lost)`,
      [appId, urls],
    );
  }
}
