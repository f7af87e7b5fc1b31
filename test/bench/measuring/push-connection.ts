import { connect, type Socket } from 'node:net';

/** One connection of WeChat's to the callback address: sends a request, waits for its answer, sends the next. */
export class PushConnection {
  private readonly socket: Socket;
  private received = '';

  private constructor(
    port: number,
    private readonly next: () => Buffer | undefined,
    private readonly answered: (status: number, body: string) => void,
    private readonly idle: () => void,
    failed: (error: Error) => void,
  ) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text: string) => this.receive(text));
    this.socket.once('error', failed);
    this.socket.once('close', () => failed(new Error('the server closed a connection')));
  }

  /** Sends what `next` gives, one after the other, until it gives nothing; then resolves. */
  static run(
    port: number,
    next: () => Buffer | undefined,
    answered: (status: number, body: string) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const connection = new PushConnection(port, next, answered, resolve, reject);
      connection.send();
    });
  }

  private send(): void {
    const request = this.next();
    if (request !== undefined) {
      this.socket.write(request);
      return;
    }
    this.idle();
    this.socket.destroy();
  }

  private receive(text: string): void {
    this.received += text;
    const head = this.received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: *(\d+)/i.exec(this.received)?.[1] ?? 0);
    const end = head + 4 + length;
    if (this.received.length < end) return;
    const body = this.received.slice(head + 4, end);
    const status = Number(this.received.slice(9, 12));
    this.received = this.received.slice(end);
    this.answered(status, body);
    this.send();
  }
}
