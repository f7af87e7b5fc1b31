import type { Sharer } from './sharer';

/** All users whom one mini program has to do with as sharers. */
export class SharerBook {
  private readonly byOpenid = new Map<string, Sharer>();
  private readonly taken = new Set<string>();

  /** Also of one that is in the book and has changed. */
  put(sharer: Sharer): void {
    this.byOpenid.set(sharer.openid, sharer);
    if (sharer.state === 'bound' || sharer.state === 'invited') this.taken.add(sharer.openid);
    else this.taken.delete(sharer.openid);
  }

  find(openid: string): Sharer | undefined {
    return this.byOpenid.get(openid);
  }

  all(): Sharer[] {
    return [...this.byOpenid.values()];
  }

  /** Places that are taken: by those who are bound, and by those who may still accept. */
  get placesTaken(): number {
    return this.taken.size;
  }
}
