/** Which account a user's openid belongs to: the same person has another openid in every mini program. */
export class Openids {
  private readonly owners = new Map<string, string>();

  isOfAnother(appId: string, openid: string): boolean {
    return (this.owners.get(openid) ?? appId) !== appId;
  }

  /** The first account that takes an order of a user, or issues a trace id for one, is the user's. */
  claim(appId: string, openid: string): void {
    if (!this.owners.has(openid)) this.owners.set(openid, appId);
  }

  clear(): void {
    this.owners.clear();
  }
}
