import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One address for the replicas of a service, as an ingress has it: new connections go round, past those that are away. */
export class Balancer {
  private readonly sockets = new Set<Socket>();
  private next = 0;

  private constructor(
    private readonly server: Server,
    private readonly targets: () => readonly number[],
  ) {
    server.on('connection', (client) => this.take(client));
  }

  /** `targets`: the ports of the replicas that run now. */
  static async open(targets: () => readonly number[]): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server, targets);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private take(client: Socket): void {
    this.keep(client);
    const ports = this.targets();
    this.next += 1;
    const inTurn = ports.map((_, at) => ports[(at + this.next) % ports.length] ?? 0);
    this.pass(client, inTurn);
  }

  private pass(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) {
      client.destroy();
      return;
    }
    const target = connect(port, '127.0.0.1');
    this.keep(target);
    target.once('error', () => this.pass(client, others));
    target.once('connect', () => {
      target.removeAllListeners('error').on('error', () => undefined);
      client.pipe(target);
      target.pipe(client);
      client.once('close', () => target.destroy());
      target.once('close', () => client.destroy());
    });
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
