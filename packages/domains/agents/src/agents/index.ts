export type { Agent } from './agent.ts';
export { toAgentResponse } from './agent.ts';
export type { AgentSettings } from './settings.ts';
export { AgentCreate, AgentResponse, AgentUpdate } from './schemas.ts';
export { BUILT_IN_TOOLS, TOOLS_OF_CALLS, type BuiltInTool, type ToolOfCalls } from './built-in-tools.ts';
export {
  GEMINI_VOICES,
  LOCAL_VOICES,
  OPENAI_VOICES,
  VOICE_PROVIDERS,
  XAI_VOICES,
  type VoiceProvider,
} from './voices.ts';
export { copyAgent } from './copy-agent.ts';
export { createAgent } from './create-agent.ts';
export { deleteAgent } from './delete-agent.ts';
export { duplicateAgent } from './duplicate-agent.ts';
export { findAgentForCall } from './find-agent-for-call.ts';
export { getAgent } from './get-agent.ts';
export { listAgents } from './list-agents.ts';
export { toggleAgent } from './toggle-agent.ts';
export { updateAgent } from './update-agent.ts';
