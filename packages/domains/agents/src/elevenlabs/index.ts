export { plannedAgent, plannedTools } from './agent-plan.ts';
export { syncAllAgents } from './jobs.ts';
export { syncAgent } from './sync-agent.ts';
