export { plannedAgent, plannedTools } from './agent-plan.ts';
export { listVoices } from './list-voices.ts';
export { syncAllAgents } from './jobs.ts';
export { syncAgent } from './sync-agent.ts';
