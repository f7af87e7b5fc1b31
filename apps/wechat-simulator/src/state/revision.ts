/** Counts the changes of what is kept in the data file. */
export class Revision {
  private changes = 0;

  get value(): number {
    return this.changes;
  }

  advance(): void {
    this.changes += 1;
  }
}
