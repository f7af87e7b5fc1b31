/** The sales scenes that products and audits carry: those that are open. */
export abstract class Scenes {
  /** WeChat's ids; empty before a scene is open. */
  abstract open(appId: string): Promise<number[]>;
}
