import { connect, createServer, type Server, type Socket } from 'node:net';
import { listenLocally } from './listen';

/** Stands between a program and a server, and can be cut as if that server had been killed. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly upstream: URL) {}

  static async before(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(url));
    proxy.server = proxy.createServer();
    proxy.port = await listenLocally(proxy.server);
    return proxy;
  }

  get url(): string {
    const url = new URL(this.upstream);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  /** Connections are reset and new ones refused. */
  async cut(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server?.close(closed));
  }

  async restore(): Promise<void> {
    const server = this.createServer();
    this.server = server;
    await new Promise<void>((listening) => server.listen(this.port, '127.0.0.1', listening));
  }

  private createServer(): Server {
    return createServer((client) => {
      const server = connect(Number(this.upstream.port || 6379), this.upstream.hostname);
      for (const [socket, other] of [
        [client, server],
        [server, client],
      ] as const) {
        this.sockets.add(socket);
        socket.pipe(other);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.sockets.delete(socket);
          other.destroy();
        });
      }
    });
  }
}
