import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** Bytes that begin as a png does, and differ by name. */
export const png = (name: string) => Buffer.concat([PNG, Buffer.from(name)]);

type Page = Buffer | ((request: IncomingMessage, response: ServerResponse) => void);

/** The merchant's web server, on this machine. Answers what lies under a path, and counts who asks. */
export class PictureServer {
  /** Whether it tells versions apart. */
  tellsVersions = true;
  readonly asked: { path: string; status: number }[] = [];
  private readonly pages = new Map<string, Page>();

  private constructor(
    private readonly server: Server,
    readonly host: string,
  ) {}

  static async start(): Promise<PictureServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('it listens on a port');
    const pictures = new PictureServer(server, `127.0.0.1:${address.port}`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      pictures.answer(request, response);
      pictures.asked.push({ path: request.url ?? '', status: response.statusCode });
    });
    return pictures;
  }

  url(path: string): string {
    return `http://${this.host}${path}`;
  }

  put(path: string, page: Page): string {
    this.pages.set(path, page);
    return this.url(path);
  }

  remove(path: string): void {
    this.pages.delete(path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const page = this.pages.get(request.url ?? '');
    if (page === undefined) {
      response.writeHead(404).end('nothing here');
    } else if (typeof page === 'function') {
      page(request, response);
    } else {
      const etag = `"${createHash('sha1').update(page).digest('hex')}"`;
      const isKnown = this.tellsVersions && request.headers['if-none-match'] === etag;
      response.writeHead(isKnown ? 304 : 200, this.tellsVersions ? { etag } : {});
      response.end(isKnown ? undefined : page);
    }
  }
}
