import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

// Below the range that Linux hands to outgoing connections (32768 and up), so that nobody is given a chosen port.
const LOWEST = 20_000;
const HIGHEST = 31_999;

/** Whatever was given out in this process: whoever has it may not listen yet, or not at the moment. */
const givenOut = new Set<number>();

/** Gives out free ports of 127.0.0.1, each once, and the same ones again on the next start when a file remembers them. */
export class Ports {
  private readonly taken = new Set<number>();
  private remembered: Record<string, number> = {};

  constructor(private readonly file?: string) {
    if (file !== undefined) this.remembered = readPorts(file);
  }

  async take(name: string): Promise<number> {
    const before = this.remembered[name];
    const port = before !== undefined && (await this.isFree(before)) ? before : await this.findFree();
    return this.give(name, port);
  }

  /** Another port than the one remembered, for a part that found it in use. */
  async replace(name: string): Promise<number> {
    return this.give(name, await this.findFree());
  }

  private give(name: string, port: number): number {
    this.taken.add(port);
    givenOut.add(port);
    this.remember(name, port);
    return port;
  }

  private remember(name: string, port: number): void {
    this.remembered = { ...this.remembered, [name]: port };
    if (this.file !== undefined) writeFileSync(this.file, `${JSON.stringify(this.remembered, null, 2)}\n`);
  }

  private async findFree(): Promise<number> {
    for (;;) {
      const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
      if (givenOut.has(port) || Object.values(this.remembered).includes(port)) continue;
      givenOut.add(port);
      if (await canListen(port)) return port;
    }
  }

  private async isFree(port: number): Promise<boolean> {
    return !this.taken.has(port) && (await canListen(port));
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function readPorts(file: string): Record<string, number> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null) return {};
    const entries = Object.entries(content).filter((entry): entry is [string, number] =>
      Number.isInteger(entry[1]),
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
