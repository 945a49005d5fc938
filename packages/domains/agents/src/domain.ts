import type { Domain } from '@leadlock/context/domain';
import { webSearch, xSearch } from './search/search-tools.ts';
import { elevenLabsJobs } from './elevenlabs/jobs.ts';

export const agents = { name: 'agents', jobs: elevenLabsJobs, tools: [webSearch, xSearch] } satisfies Domain;
