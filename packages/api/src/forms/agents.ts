export { AgentCreate, AgentUpdate } from '@leadlock/agents/agents/schemas';
