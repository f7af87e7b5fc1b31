import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a service and Postgres, and can make Postgres fall silent without closing anything. */
export class PostgresProxy {
  private readonly sockets = new Set<Socket>();
  private frozen = false;
  private freezingAt: string | undefined;

  private constructor(
    private readonly server: Server,
    private readonly upstream: URL,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async before(databaseUrl: string): Promise<PostgresProxy> {
    const server = createServer();
    const proxy = new PostgresProxy(server, new URL(databaseUrl));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get url(): string {
    const url = new URL(this.upstream);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.href;
  }

  /** Nothing passes any more, in either direction. */
  freeze(): void {
    this.frozen = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** What is sent with this text in it reaches Postgres; its answer, and all else, does not come back. */
  freezeAt(text: string): void {
    this.freezingAt = text;
  }

  thaw(): void {
    this.frozen = false;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private join(client: Socket): void {
    const postgres = connect(Number(this.upstream.port), this.upstream.hostname);
    client.on('data', (bytes) => {
      postgres.write(bytes);
      if (this.freezingAt !== undefined && bytes.includes(this.freezingAt)) {
        this.freezingAt = undefined;
        this.freeze();
      }
    });
    postgres.on('data', (bytes) => client.write(bytes));
    for (const [socket, other] of [
      [client, postgres],
      [postgres, client],
    ] as const) {
      this.sockets.add(socket);
      if (this.frozen) socket.pause();
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
