import { SimulatorBench, type Answer } from '../testing/simulator-bench';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('picture')]);
const BOUNDARY = '----tongbu';

function part(header: string, content: Buffer | string): Buffer {
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\n${header}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
}

const field = (name: string, value: string) => part(`Content-Disposition: form-data; name="${name}"`, value);
const file = (bytes: Buffer) =>
  part('Content-Disposition: form-data; name="media"; filename="a.png"\r\nContent-Type: image/png', bytes);

function upload(bench: SimulatorBench, parts: readonly Buffer[], query = ''): Answer {
  return bench.send({
    path: '/shop/img/upload',
    query: `access_token=${bench.app.tokens.issueStable().access_token}${query}`,
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]),
  });
}

const fromUrl = (bench: SimulatorBench, url: string) =>
  upload(bench, [field('resp_type', '1'), field('upload_type', '1'), field('img_url', url)]);
const fromFile = (bench: SimulatorBench, bytes: Buffer, respType = '1') =>
  upload(bench, [field('resp_type', respType), field('upload_type', '0'), file(bytes)]);

describe('img/upload', () => {
  it('exchanges a file and an address for links that products may use, the same source for the same link', () => {
    const bench = new SimulatorBench();
    const { img_info } = fromFile(bench, PNG);
    const link = (img_info as { temp_img_url: string }).temp_img_url;
    expect(link).toMatch(/^https:\/\/mmecimage\.cn\/p\/wx1{16}\/[0-9a-f]{40}$/);
    expect(fromFile(bench, PNG)).toMatchObject({ img_info: { temp_img_url: link } });
    expect(fromUrl(bench, 'https://shop.test/a.jpg?v=2')).toMatchObject({ errcode: 0 });
    expect(bench.call('/shop/spu/add', bench.product('P', { head_img: [link] })).errcode).toBe(0);
  });

  it('answers with media ids on request', () => {
    const bench = new SimulatorBench();
    expect(fromFile(bench, PNG, '0')).toMatchObject({ img_info: { media_id: expect.any(String) } });
    expect(fromFile(bench, PNG, '2')).toMatchObject({ img_info: { pay_media_id: expect.any(String) } });
  });

  it('reads parameters from the query too', () => {
    const bench = new SimulatorBench();
    const query = '&resp_type=1&upload_type=1&img_url=https%3A%2F%2Fshop.test%2Fa';
    expect(upload(bench, [], query)).toMatchObject({ errcode: 0 });
  });

  it.each([
    ['https://shop.test/missing/a.jpg', 1070008],
    ['https://shop.test/404.png', 1070008],
    ['ftp://shop.test/a.jpg', 1070008],
    ['no address', 1070008],
    ['https://shop.test/a.webp', 1070011],
    ['', 1070001],
  ])('refuses the address %j with %i', (url, code) =>
    expect(fromUrl(new SimulatorBench(), url).errcode).toBe(code),
  );

  it.each([
    ['an empty file', Buffer.alloc(0), 1070001],
    ['a file that is no picture', Buffer.from('GIF89a'), 1070011],
    ['a file above 2 MB', Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]), 45002],
  ])('refuses %s', (_name, bytes, code) => expect(fromFile(new SimulatorBench(), bytes).errcode).toBe(code));

  it('names missing and wrong parameters', () => {
    const bench = new SimulatorBench();
    expect(upload(bench, [field('resp_type', '1')]).errcode).toBe(990007);
    expect(upload(bench, [field('resp_type', '7'), field('upload_type', '1')]).errcode).toBe(40097);
    expect(upload(bench, [field('resp_type', '1'), field('upload_type', '0')]).errcode).toBe(1070001);
  });
});
