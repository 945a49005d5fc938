import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { forgetNotifications } from './forget-notifications.ts';
import { sendDueEmails } from './send-due-emails.ts';
import { sendWeeklyDigests } from './send-weekly-digests.ts';
import { tellOfAcceptedInvite } from './tell-of-accepted-invite.ts';

const sendDueEmailsJob = {
  name: 'notifications.send-due-emails',
  payload: z.object({}),
  selfHealing: true,
  schedule: '* * * * *',
} satisfies JobDefinition;

/** Every quarter of an hour, for time zones are that fine. */
const sendWeeklyDigestsJob = {
  name: 'notifications.send-weekly-digests',
  payload: z.object({}),
  selfHealing: true,
  schedule: '*/15 * * * *',
} satisfies JobDefinition;

const forgetNotificationsJob = {
  name: 'notifications.forget',
  payload: z.object({}),
  schedule: '37 3 * * *',
} satisfies JobDefinition;

export const notificationJobs = [
  handleJob<SystemContext, typeof sendDueEmailsJob.payload>(sendDueEmailsJob, async (system) => {
    await sendDueEmails(system);
  }),
  handleJob<SystemContext, typeof sendWeeklyDigestsJob.payload>(sendWeeklyDigestsJob, sendWeeklyDigests),
  handleJob<SystemContext, typeof forgetNotificationsJob.payload>(forgetNotificationsJob, async (system) => {
    await forgetNotifications(system);
  }),
  tellOfAcceptedInvite,
];
