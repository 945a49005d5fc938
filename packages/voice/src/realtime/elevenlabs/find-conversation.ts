import type { RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import { stringAt } from '../../wire/json.ts';
import { askAccount, ElevenLabsError, type ElevenLabsAccount } from './account.ts';
import { baseAgentId, forgetBaseAgent } from './base-agent.ts';
import { tuningOf } from './tuning.ts';

export interface Conversation {
  /** Where it is held; good for one connection, and not for long. */
  url: string;
  /** The agent is the one that all share: it is told of the tools in its prompt. */
  listsTools: boolean;
}

/**
 * Finds where a call is held: with the agent's copy at ElevenLabs or, while it has none or has lost it, with the agent
 * that all share.
 * @throws ElevenLabsError
 */
export async function findConversation(
  account: ElevenLabsAccount,
  { own }: Pick<RealtimeSessionConfig, 'own'>,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<Conversation> {
  const { agentId } = tuningOf(own);
  if (agentId !== null) {
    const url = await signedUrl(account, agentId, limits);
    if (url !== null) return { url, listsTools: false };
  }
  const url = await signedUrl(account, await baseAgentId(account), limits);
  if (url !== null) return { url, listsTools: true };
  forgetBaseAgent(account);
  throw new ElevenLabsError('The agent that calls share is gone at ElevenLabs', 503);
}

/** What a WebSocket can be opened at. */
function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^wss?:$/.test(url.protocol) && url.hash === '';
}

/** Null: there is no such agent. */
async function signedUrl(
  account: ElevenLabsAccount,
  agentId: string,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<string | null> {
  const path = `/v1/convai/conversation/get-signed-url?agent_id=${encodeURIComponent(agentId)}`;
  try {
    const url = stringAt(await askAccount(account, { path, ...limits }), 'signed_url');
    if (url === null || !isAddress(url)) throw new ElevenLabsError('ElevenLabs gave no address to talk at', 502);
    return url;
  } catch (error) {
    if (error instanceof ElevenLabsError && error.status === 404) return null;
    throw error;
  }
}
