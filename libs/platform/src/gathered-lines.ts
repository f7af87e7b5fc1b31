import { levels } from 'pino';

/** Where pino says what it knows of a line before it writes it. */
const METADATA = Symbol.for('pino.metadata');

/**
 * Writes the lines of one turn of the event loop together: a write for each takes longer than making it. An error goes
 * out at once with all that came before it, and so does what is left when the process ends.
 */
export class GatheredLines {
  readonly [METADATA] = true;
  /** Of the line that comes next; set by pino. */
  lastLevel = 0;
  private lines = '';

  constructor(private readonly out: { write(text: string): void }) {
    process.once('exit', () => this.flush());
  }

  write(line: string): void {
    if (this.lines === '') setImmediate(() => this.flush());
    this.lines += line;
    if (this.lastLevel >= ERROR) this.flush();
  }

  private flush(): void {
    const { lines } = this;
    this.lines = '';
    if (lines !== '') this.out.write(lines);
  }
}

const ERROR = levels.values['error'] ?? 0;
