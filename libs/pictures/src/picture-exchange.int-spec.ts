import { Database } from '@tongbu/platform';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import { createTestDatabase, eventually, FakeClock } from '@tongbu/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PictureServer, png } from '../test-support/picture-server';
import { PictureChannel, type PictureSource } from './picture-channel';
import { PictureDownload } from './picture-download';
import { PictureExchange } from './picture-exchange';
import { picturesSql } from './pictures-schema';

const call: ChannelCall = { appId: 'wx7f3d2a9c5b1e8046', lane: 'content', notAfter: Number.MAX_SAFE_INTEGER };
const MINUTE = 60_000;
const OWN = 'https://mmecimage.cn/p/own';

class CreatePictures1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of picturesSql.up) await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('a test drops its database instead');
  }
}

/** Where pictures are exchanged, and what was handed over. */
class Channel extends PictureChannel {
  exchanged: string[] = [];
  atOnce = 0;
  mostAtOnce = 0;
  /** The first exchange goes on when there is a second one: how long each takes shall not decide whether they meet. */
  waitsForAnother = false;
  answer: ChannelResult<string> | undefined;

  override isOwnPicture(url: string): boolean {
    return url === OWN;
  }

  override async exchangePicture(_: ChannelCall, picture: PictureSource): Promise<ChannelResult<string>> {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    if (this.waitsForAnother) await eventually(() => this.mostAtOnce > 1, { timeoutMs: 10_000 });
    else await new Promise((resolve) => setImmediate(resolve));
    this.atOnce -= 1;
    if (this.answer !== undefined) return this.answer;
    const name = picture.kind === 'address' ? picture.url : Buffer.from(picture.bytes).subarray(8).toString();
    this.exchanged.push(name);
    return { ok: true, value: `link ${this.exchanged.length} of ${name}`, note: {} };
  }
}

let database: Database;
let server: PictureServer;
let drop: () => Promise<void>;
let channel: Channel;
let clock: FakeClock;

beforeAll(async () => {
  server = await PictureServer.start();
  const own = await createTestDatabase();
  database = await Database.connect({
    url: own.url,
    schema: 'shop_windows',
    poolSize: 5,
    migrations: [CreatePictures1767225600000],
    applicationName: 'test',
  });
  await database.migrate();
  drop = async () => {
    await database.close();
    await own.drop();
  };
});
afterAll(async () => {
  await server?.stop();
  await drop();
});
beforeEach(async () => {
  await database.query(`DELETE FROM pictures`);
  await database.query(`DELETE FROM picture_contents`);
  channel = new Channel();
  clock = new FakeClock();
  server.tellsVersions = true;
  server.asked.length = 0;
});

/** One replica; `fetch`: whether it downloads. */
function replica(fetch = true): PictureExchange {
  const download = fetch ? new PictureDownload({ hosts: [server.host] }) : undefined;
  return new PictureExchange(database, channel, clock, download);
}
async function linksOf(exchange: PictureExchange, ...urls: string[]): Promise<(string | undefined)[]> {
  const { pictures, failures } = await exchange.exchange(call, urls);
  expect(failures).toEqual([]);
  return urls.map((url) => pictures[url]);
}

describe('without downloads', () => {
  it('exchanges each address once, by its name, several at a time', async () => {
    const urls = Array.from({ length: 12 }, (_, index) => server.put(`/${index}.png`, png('same')));
    const exchange = replica(false);
    channel.waitsForAnother = true;
    await Promise.all([linksOf(exchange, ...urls), linksOf(exchange, ...urls)]);
    await linksOf(replica(false), ...urls);
    expect(channel.exchanged.toSorted()).toEqual(urls.toSorted());
    expect(channel.mostAtOnce).toBeGreaterThan(1);
    expect(server.asked).toEqual([]);
  });

  it('never looks at an address again', async () => {
    const [link] = await linksOf(replica(false), server.put('/a.png', png('a')));
    clock.advance(30 * 24 * 60 * MINUTE);
    expect(await linksOf(replica(false), server.url('/a.png'))).toEqual([link]);
  });
});

describe('with downloads', () => {
  it('exchanges the same content under several addresses once, its bytes instead of an address', async () => {
    const urls = ['/a.png', '/b.png?v=2', '/c.png'].map((path) => server.put(path, png('cup')));
    const links = await linksOf(replica(), ...urls);
    expect(new Set(links).size).toBe(1);
    expect(await linksOf(replica(), server.put('/d.png', png('cup')))).toEqual([links[0]]);
    expect(channel.exchanged).toEqual(['cup']);
  });

  it('exchanges another picture under the same address again, and only then', async () => {
    const exchange = replica();
    const url = server.put('/cover.png', png('spring'));
    const [spring] = await linksOf(exchange, url);
    clock.advance(MINUTE);
    expect(await linksOf(exchange, url)).toEqual([spring]);
    expect(server.asked.at(-1)?.status).toBe(304);

    server.put('/cover.png', png('autumn'));
    clock.advance(MINUTE);
    const [autumn] = await linksOf(exchange, url);
    expect(autumn).not.toBe(spring);
    server.put('/cover.png', png('spring'));
    clock.advance(MINUTE);
    expect(await linksOf(exchange, url)).toEqual([spring]);
    expect(channel.exchanged).toEqual(['spring', 'autumn']);
  });

  it('looks at an address at most once a minute, and once an hour where the server tells no versions apart', async () => {
    server.tellsVersions = false;
    const exchange = replica();
    const url = server.put('/plain.png', png('plain'));
    await linksOf(exchange, url);
    clock.advance(59 * MINUTE);
    await linksOf(exchange, url);
    expect(server.asked).toHaveLength(1);
    clock.advance(MINUTE);
    await linksOf(exchange, url);
    expect(server.asked).toHaveLength(2);
    expect(channel.exchanged).toEqual(['plain']);

    server.tellsVersions = true;
    const told = server.put('/told.png', png('told'));
    await linksOf(exchange, told);
    clock.advance(MINUTE - 1);
    await linksOf(exchange, told);
    expect(server.asked.filter(({ path }) => path === '/told.png')).toHaveLength(1);
  });

  it('leaves to WeChat what cannot be had from here, and keeps what was known when it is gone', async () => {
    const exchange = replica();
    const missing = server.url('/never-there.png');
    expect(await linksOf(exchange, missing)).toEqual([`link 1 of ${missing}`]);
    const url = server.put('/gone.png', png('gone'));
    const [link] = await linksOf(exchange, url);
    server.remove('/gone.png');
    clock.advance(60 * MINUTE);
    expect(await linksOf(exchange, url)).toEqual([link]);
    expect(channel.exchanged).toEqual([missing, 'gone']);
  });

  it("does not download what lies at WeChat's already", async () => {
    await linksOf(replica(), OWN);
    expect(channel.exchanged).toEqual([OWN]);
    expect(server.asked).toEqual([]);
  });

  it('names the picture that cannot be used, spends no call on it, and exchanges the others', async () => {
    const page = server.put('/page.png', Buffer.from('<html>'));
    const fine = server.put('/fine.png', png('fine'));
    const { pictures, failures } = await replica().exchange(call, [page, fine]);
    expect(failures).toMatchObject([{ kind: 'unusable', url: page, problem: { code: 'picture-type' } }]);
    expect(Object.keys(pictures)).toEqual([fine]);
    expect(channel.exchanged).toEqual(['fine']);
  });

  it('remembers nothing of what the channel refused', async () => {
    const url = server.put('/busy.png', png('busy'));
    channel.answer = { ok: false, error: { kind: 'not-sent', reason: 'quota' }, note: {} };
    const { failures } = await replica().exchange(call, [url]);
    expect(failures).toEqual([{ ok: false, kind: 'call', url, error: channel.answer.error }]);
    channel.answer = undefined;
    expect(await linksOf(replica(), url)).toEqual(['link 1 of busy']);
  });

  it('exchanges a content again whose link is not taken any more, under each of its addresses', async () => {
    const [one, two] = [server.put('/one.png', png('lost')), server.put('/two.png', png('lost'))];
    const [link] = await linksOf(replica(), one, two);
    await replica().forget(call.appId, [one]);
    const again = await linksOf(replica(), two, one);
    expect(new Set(again).size).toBe(1);
    expect(again[0]).not.toBe(link);
  });
});
