/** The tables of {@link PictureExchange}, for the migration of a service that hands pictures in. */
export const picturesSql = {
  up: [
    `CREATE TABLE pictures (
      app_id text NOT NULL,
      source_url text NOT NULL,
      channel_url text NOT NULL,
      content_hash text,
      etag text,
      last_modified text,
      exchanged_at timestamptz NOT NULL DEFAULT now(),
      looked_at timestamptz NOT NULL,
      PRIMARY KEY (app_id, source_url)
    )`,
    // What was exchanged is forgotten by the address the channel gave it.
    `CREATE INDEX pictures_channel_url ON pictures (app_id, channel_url)`,
    `CREATE TABLE picture_contents (
      app_id text NOT NULL,
      content_hash text NOT NULL,
      channel_url text NOT NULL,
      exchanged_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (app_id, content_hash)
    )`,
    `CREATE INDEX picture_contents_channel_url ON picture_contents (app_id, channel_url)`,
  ],
  down: [`DROP TABLE picture_contents`, `DROP TABLE pictures`],
};
