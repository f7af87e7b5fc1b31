/** A Channels account that may sell the shop's goods. */
export interface Promoter {
  readonly promoterId: string;
  readonly promoterOpenid: string;
  finderNickname: string;
  bound: boolean;
  /** When it was bound and unbound, the first time first. */
  readonly bindings: Date[];
  readonly unbindings: Date[];
}

/** A broadcast of a promoter. */
export interface Live {
  readonly liveExportId: string;
  readonly promoterId: string;
  /** Of the promoter, when it began. */
  readonly nickname: string;
  readonly startTime: Date;
  endTime: Date | undefined;
}
