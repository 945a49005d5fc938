import type { Domain } from '@leadlock/context/domain';
import { customDomainJobs } from './custom-domains/jobs.ts';

export const agency = { name: 'agency', jobs: customDomainJobs } satisfies Domain;
