export { syncAllAgents } from './jobs.ts';
export { syncAgent } from './sync-agent.ts';
