import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { copyFollows } from '../elevenlabs/sync-job.ts';
import type { Agent } from './agent.ts';
import { requireConsistency } from './consistency.ts';
import { requireOtherNumbers } from './own-numbers.ts';
import { lockAgent } from './queries.ts';
import type { AgentUpdate } from './schemas.ts';
import { changeSettings, type AgentSettings } from './settings.ts';
import { defaultVoiceOf, settledVoice, voicesOf } from './voices.ts';

/** A provider that does not have the agent's voice gets its own default, unless the change names another voice. */
function settleVoice(settings: AgentSettings, changes: AgentUpdate): AgentSettings {
  const { voice, voice_provider } = settings;
  const isFree = changes.voice === null || (changes.voice === undefined && changes.voice_provider !== undefined);
  return isFree && !voicesOf(voice_provider).includes(voice)
    ? { ...settings, voice: defaultVoiceOf(voice_provider) }
    : { ...settings, voice: settledVoice(settings) };
}

/** A provider that becomes the agent's own is no fallback any more, unless the change says what is. */
function settleFallbacks(settings: AgentSettings, changes: AgentUpdate): AgentSettings {
  const { voice_provider: own, fallback_voice_providers: fallbacks } = settings;
  if (changes.fallback_voice_providers !== undefined || !fallbacks.includes(own)) return settings;
  return { ...settings, fallback_voice_providers: fallbacks.filter((name) => name !== own) };
}

/**
 * Changes an agent; fields that are left out stay as they are, and two changes at once both hold.
 * @throws not_found, or a validation error for settings that contradict each other.
 */
export function updateAgent(ctx: TenantContext, id: string, changes: AgentUpdate): Promise<Agent> {
  return withTransaction(ctx.db, async (trx) => {
    const agent = await lockAgent(trx, ctx.tenant.id, id);
    if (!agent) throw notFound('Agent');
    const touched = new Set(Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field])));
    if (touched.size === 0) return agent;
    const settings = settleFallbacks(settleVoice(changeSettings(agent.settings, changes), changes), changes);
    requireConsistency(settings, touched);
    if (touched.has('transfer_targets')) {
      await requireOtherNumbers(trx, { tenantId: ctx.tenant.id, agentId: id }, settings);
    }
    const changed: Agent = {
      ...agent,
      name: changes.name ?? agent.name,
      isActive: changes.is_active ?? agent.isActive,
      settings,
      updatedAt: ctx.clock.now(),
    };
    await trx
      .updateTable('agents')
      .set({
        name: changed.name,
        is_active: changed.isActive,
        settings: JSON.stringify(settings),
        updated_at: changed.updatedAt,
      })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', id)
      .execute();
    await copyFollows(ctx, trx, id, { before: agent.settings, after: settings });
    return changed;
  });
}
