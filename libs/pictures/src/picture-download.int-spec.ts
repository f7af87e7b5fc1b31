import { eventually } from '@tongbu/testing';
import { PictureServer, png } from '../test-support/picture-server';
import { PictureDownload } from './picture-download';

const UNSEEN = { etag: null, lastModified: null };
const MEGABYTE = 1024 * 1024;

let server: PictureServer;
let download: PictureDownload;

beforeAll(async () => {
  server = await PictureServer.start();
  download = new PictureDownload({ hosts: [server.host], timeoutMs: 3_000 });
});
afterAll(() => server.stop());

const get = (url: string) => download.get(url, UNSEEN);

it('downloads a picture, and says what type and version it is', async () => {
  const url = server.put('/cup.png', png('cup'));
  expect(await get(url)).toEqual({
    kind: 'picture',
    bytes: new Uint8Array(png('cup')),
    type: 'png',
    version: { etag: expect.stringMatching(/^"[0-9a-f]{40}"$/), lastModified: null },
  });
  const jpeg = server.put('/cup.jpg', Buffer.from('ffd8ffe0', 'hex'));
  expect(await get(jpeg)).toMatchObject({ kind: 'picture', type: 'jpeg' });
});

it('asks with the version it knows, and is told when nothing has changed', async () => {
  const url = server.put('/same.png', png('same'));
  const first = await get(url);
  if (first.kind !== 'picture') throw new Error(first.kind);
  expect(await download.get(url, first.version)).toEqual({ kind: 'unchanged' });
  server.put('/same.png', png('other'));
  expect(await download.get(url, first.version)).toMatchObject({ kind: 'picture' });
});

it('asks with the time of the version where that is all it knows', async () => {
  let since: string | undefined;
  const lastModified = 'Mon, 02 Mar 2026 04:00:00 GMT';
  const url = server.put('/dated.png', (request, response) => {
    since = request.headers['if-modified-since'];
    response.writeHead(200, { 'last-modified': lastModified }).end(png('dated'));
  });
  expect(await get(url)).toMatchObject({ version: { etag: null, lastModified } });
  await download.get(url, { etag: null, lastModified });
  expect(since).toBe(lastModified);
});

it('takes 2 MB and no byte more, announced or not', async () => {
  const full = Buffer.concat([png(''), Buffer.alloc(2 * MEGABYTE - 8)]);
  expect(await get(server.put('/full.png', full))).toMatchObject({ kind: 'picture' });
  const tooLarge = { kind: 'unusable', why: 'too-large' };
  expect(await get(server.put('/more.png', Buffer.concat([full, Buffer.alloc(1)])))).toEqual(tooLarge);
  let isGone = false;
  const endless = server.put('/endless.png', (_, response) => {
    const more = setInterval(() => response.write(Buffer.alloc(MEGABYTE)), 1);
    response.on('close', () => {
      clearInterval(more);
      isGone = true;
    });
  });
  expect(await get(endless)).toEqual(tooLarge);
  await eventually(() => isGone);
});

it('tells a picture from something else, whatever its name', async () => {
  expect(await get(server.put('/page.png', Buffer.from('<html>')))).toEqual({
    kind: 'unusable',
    why: 'no-picture',
  });
});

it.each([
  ['a missing picture', () => server.url('/missing.png'), 'HTTP 404'],
  // A resolver that is away answers nothing at all.
  [
    'a host nobody has',
    () => 'https://img.shop.invalid/a.png',
    /ENOTFOUND|EAI_AGAIN|getaddrinfo|it takes too long/,
  ],
  ['a server that does not answer', () => server.put('/slow.png', () => undefined), 'it takes too long'],
  ['no address', () => 'cup.png', 'Invalid URL'],
])('cannot reach %s', async (_, url, reason) => {
  expect(await get(url())).toEqual({ kind: 'unreachable', reason: expect.stringMatching(reason) });
});

describe('an address that leads into our own network', () => {
  const open = new PictureDownload({ hosts: [] });
  const inside = (path: string) => open.get(path, UNSEEN);
  const refused = { kind: 'unreachable' };

  it.each([
    ['this machine by number', () => server.url('/cup.png').replace(/:\d+/, ''), 'no public address'],
    ['this machine by name', () => 'http://localhost/cup.png', 'no public address'],
    ['this machine as one number', () => 'http://2130706433/cup.png', 'no public address'],
    ['this machine in IPv6', () => 'http://[::1]/cup.png', 'no public address'],
    ['this machine as IPv4 in IPv6', () => 'http://[::ffff:127.0.0.1]/cup.png', 'no public address'],
    ['a metadata service', () => 'http://169.254.169.254/latest/meta-data', 'no public address'],
    ['another port', () => server.url('/cup.png'), 'unusual port'],
    ['a file', () => 'file:///etc/passwd', 'neither http nor https'],
    ['a password', () => 'http://shop:secret@img.shop.example/a.png', 'with a password'],
  ])('is refused: %s', async (_, url, reason) => {
    const before = server.asked.length;
    expect(await inside(url())).toMatchObject({ ...refused, reason: expect.stringContaining(reason) });
    expect(server.asked).toHaveLength(before);
  });

  it('is refused after a redirect, too', async () => {
    const url = server.put('/away.png', (_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    });
    expect(await get(url)).toMatchObject({ ...refused, reason: expect.stringContaining('no public') });
  });
});

it('follows a few redirects, and not for ever', async () => {
  server.put('/target.png', png('target'));
  const moved = server.put('/moved.png', (_, response) => {
    response.writeHead(301, { location: '/target.png' }).end();
  });
  expect(await get(moved)).toMatchObject({ kind: 'picture' });
  const circle = server.put('/circle.png', (_, response) => {
    response.writeHead(302, { location: '/circle.png' }).end();
  });
  expect(await get(circle)).toEqual({ kind: 'unreachable', reason: 'too many redirects' });
});
