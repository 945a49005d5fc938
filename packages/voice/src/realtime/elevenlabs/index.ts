import type { RealtimeProvider } from '../../contracts/realtime-provider.ts';
import type { ElevenLabsProviderOptions } from './account.ts';
import { MAX_SESSION_SECONDS } from './agent-document.ts';
import { ElevenLabsSession } from './session.ts';

export {
  askAccount,
  connectElevenLabs,
  ElevenLabsError,
  type AccountRequest,
  type ElevenLabsAccount,
} from './account.ts';
export { agentDocument, clientTool, DEFAULT_VOICE_ID, markOfTool, type AgentPlan } from './agent-document.ts';
export { baseAgentId } from './base-agent.ts';
export { initiation } from './messages.ts';
export { tuningOf, type ElevenLabsTuning } from './tuning.ts';

/** Agents of ElevenLabs (Conversational AI), over their WebSocket. */
export function createElevenLabsProvider(options: ElevenLabsProviderOptions): RealtimeProvider {
  return {
    name: 'elevenlabs',
    // Its scores of voice activity come all the time.
    capabilities: {
      updates: false,
      maxSessionSeconds: MAX_SESSION_SECONDS,
      signsWithinMs: 2000,
    },
    open: (config, listener) => new ElevenLabsSession(options, config, listener),
  };
}
