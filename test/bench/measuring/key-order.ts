/** Watches that what belongs to one key is handled in order and one after the other. */
export class KeyOrder {
  private readonly last = new Map<string, number>();
  private readonly inHand = new Set<string>();
  violations = 0;

  begin(key: string, position: number): void {
    if (this.inHand.has(key) || position <= (this.last.get(key) ?? -1)) this.violations += 1;
    this.inHand.add(key);
    this.last.set(key, position);
  }

  end(key: string): void {
    this.inHand.delete(key);
  }
}
