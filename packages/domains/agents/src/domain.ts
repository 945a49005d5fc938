import type { Domain } from '@leadlock/context/domain';
import { elevenLabsJobs } from './elevenlabs/jobs.ts';

export const agents = { name: 'agents', jobs: elevenLabsJobs } satisfies Domain;
