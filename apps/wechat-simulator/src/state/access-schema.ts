import { z } from 'zod';
import { ACCESS_TASKS, SEEN_TASKS } from '../access/access-tasks';
import { REGISTRATIONS } from '../access/registration-machine';
import { SCENE_STATUSES } from '../access/scenes';
import { infoFields } from '../accounts/account-info';
import { applicationFields } from '../merchant-number/application-fields';
import { APPLICATION_STATES } from '../merchant-number/application-machine';
import { asRequested, count, id, orNothing, time } from './state-values';

/** How far an account has come, in the data file. */
export const accessSchema = z.object({
  registration: z.enum(REGISTRATIONS),
  confirmBy: orNothing(time),
  openedAt: orNothing(time),
  releasedAt: orNothing(time),
  banReason: z.string(),
  refusesReapplication: z.boolean(),
  approvalsCleared: z.boolean(),
  scenesClosed: z.boolean(),
  seen: z.array(z.enum(SEEN_TASKS)).transform((tasks) => new Set(tasks)),
  declared: z.array(z.enum(ACCESS_TASKS)).transform((tasks) => new Set(tasks)),
  scenes: z
    .array(
      z.object({
        sceneGroup: count,
        due: orNothing(time),
        status: z.literal(SCENE_STATUSES),
        reason: z.string(),
        failedChecks: z.array(count),
      }),
    )
    .transform((reviews) => new Map(reviews.map((review) => [review.sceneGroup, review]))),
  repeatedApplications: count,
});

/** How buyers reach the shop, in the data file. */
export const infoSchema = asRequested(infoFields);

/** An application for the sub-merchant's number, in the data file. */
export const applicationSchema = z.object({
  content: asRequested(applicationFields),
  outRequestNo: z.string(),
  applymentId: id,
  state: z.enum(APPLICATION_STATES),
  rejections: z.array(z.object({ field: z.string(), reason: z.string() })),
  validation: orNothing(z.object({ amountFen: count, deadline: time })),
  subMchid: orNothing(z.string()),
});
