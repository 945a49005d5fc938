import type { Domain } from '@leadlock/context/domain';
import { integrationJobs } from './integrations/jobs.ts';

export const crm = { name: 'crm', jobs: integrationJobs } satisfies Domain;
