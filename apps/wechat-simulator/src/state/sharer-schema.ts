import { z } from 'zod';
import { SHARER_STATES } from '../sharers/sharer-machine';
import { count, orNothing, time } from './state-values';

/** Somebody whom the account invited, or is to know something about, in the data file. */
export const sharerSchema = z.object({
  openid: z.string().min(1),
  nickname: z.string(),
  state: z.enum(SHARER_STATES),
  invitations: z.array(time),
  expiresAt: orNothing(time),
  boundAt: orNothing(time),
  refusesInvitations: z.boolean(),
  otherMiniPrograms: count,
});

export const promoterSchema = z.object({
  promoterId: z.string().min(1),
  promoterOpenid: z.string(),
  finderNickname: z.string(),
  bound: z.boolean(),
  bindings: z.array(time),
  unbindings: z.array(time),
});

export const liveSchema = z.object({
  liveExportId: z.string().min(1),
  promoterId: z.string(),
  nickname: z.string(),
  startTime: time,
  endTime: orNothing(time),
});
