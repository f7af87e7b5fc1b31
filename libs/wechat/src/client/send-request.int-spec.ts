import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpPost } from './http-post';
import { buildRequest, sendRequest } from './send-request';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

const send = (baseUrl: string, timeoutMs = 2000) =>
  sendRequest(
    httpPost,
    buildRequest(baseUrl, '/shop/spu/get', { kind: 'json', json: { a: 1n } }, 'T-1'),
    timeoutMs,
  );

describe('sendRequest over a real connection', () => {
  it('brings back status and body, and reuses connections', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      request.resume().on('end', () => response.end(`{"path":"${request.url}"}`));
    });
    const answer = {
      kind: 'answer',
      status: 200,
      body: '{"path":"/shop/spu/get?access_token=T-1"}',
      date: expect.any(Date) as Date,
    };
    for (let i = 0; i < 6; i += 1) expect(await send(url)).toEqual(answer);
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('sends and reads text as it is, also where a character falls on two packets', async () => {
    const title = '保温杯';
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        response.write(body.subarray(0, -4), () => response.end(body.subarray(-4)));
      });
    });
    const request = buildRequest(url, '/shop/spu/add', { kind: 'json', json: { title } }, 'T-1');
    expect(await sendRequest(httpPost, request, 2_000)).toMatchObject({ body: `{"title":"${title}"}` });
  });

  it('speaks TLS where the address says so', async () => {
    const url = await serve((_, response) => response.end('{}'));
    const outcome = await send(url.replace('http:', 'https:'));
    expect(JSON.stringify(outcome)).toMatch(/SSL|EPROTO|wrong version/i);
  });

  it('sends a file as a form', async () => {
    const url = await serve((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify(request.headers['content-type'])));
    });
    const file = { bytes: Buffer.from('picture'), fileName: 'a.png', contentType: 'image/png' };
    const request = buildRequest(url, '/shop/img/upload', { kind: 'multipart', fields: {}, file }, 'T-1');
    const outcome = await sendRequest(httpPost, request, 2_000);
    expect(outcome).toMatchObject({
      body: expect.stringContaining('multipart/form-data; boundary') as string,
    });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const url = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await send(url)).toEqual({ kind: 'no-connection', detail: 'ECONNREFUSED' });
  });

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void, string]>([
    ['a reset before the answer', (request) => request.socket.resetAndDestroy(), 'reset'],
    [
      'a reset in the body',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"errcode":', () => request.socket.destroy());
      },
      'reset',
    ],
    ['silence', () => undefined, 'timeout'],
    ['an answer that trickles', (_, response) => void response.writeHead(200).write('{'), 'timeout'],
  ])('does not know what became of %s', async (_, answer, reason) => {
    const url = await serve(answer);
    const outcome = await send(url, 300);
    expect(outcome).toMatchObject({ kind: 'no-answer', reason });
    expect(JSON.stringify(outcome)).not.toContain('T-1');
  });
});
