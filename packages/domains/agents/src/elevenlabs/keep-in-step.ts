import type { TenantContext } from '@leadlock/context/context';
import type { Agent } from '../agents/agent.ts';
import { agentTag, documentOf, fingerprint, partsOf, plannedAgent, plannedTools, toolMark } from './agent-plan.ts';
import { forgetCopy, nameCopy, saveCopy, type VendorCopy } from './copy.ts';
import type { VendorAgents } from './vendor-agents.ts';

/** A tool that may have been made there, and was not written down. */
const NOT_MADE = { id: '', sent: '' };

/**
 * Brings ElevenLabs' copy of an agent in step with it: what is missing is made, what has changed is sent, and nothing
 * else. Whatever was made is written down at once, and looked for by its mark before it is made again.
 */
export async function keepInStep(
  ctx: TenantContext,
  agent: Agent,
  copy: VendorCopy,
  vendor: VendorAgents,
): Promise<VendorCopy> {
  const before = copy.tools;
  let state = await bringTools(ctx, agent, copy, vendor);
  const wanted = plannedTools(ctx, agent);
  const toolIds = [...wanted.keys()].flatMap((name) => state.tools[name]?.id ?? []);
  state = await bringAgent(ctx, agent, toolIds, state, vendor);
  // A tool can be deleted only once its agent does not have it any more.
  for (const [name, { id }] of Object.entries(before)) {
    if (wanted.has(name)) continue;
    await removeTool(agent.id, name, id, vendor);
    const { [name]: _gone, ...tools } = state.tools;
    state = { ...state, tools };
    await saveCopy(ctx, agent.id, state);
  }
  await nameCopy(ctx, agent.id, state.vendorAgentId);
  return state;
}

async function bringTools(
  ctx: TenantContext,
  agent: Agent,
  copy: VendorCopy,
  vendor: VendorAgents,
): Promise<VendorCopy> {
  let state = copy;
  for (const [name, config] of plannedTools(ctx, agent)) {
    const sent = fingerprint(config);
    const known = state.tools[name];
    if (known?.sent === sent) continue;
    // Written down before it is made, so that it is known to be looked for, whatever happens to this worker.
    if (!known) await saveCopy(ctx, agent.id, { ...state, tools: { ...state.tools, [name]: NOT_MADE } });
    const id = await bringTool(name, config, known?.id || null, toolMark(agent.id, name), vendor);
    state = { ...state, tools: { ...state.tools, [name]: { id, sent } } };
    await saveCopy(ctx, agent.id, state);
  }
  return state;
}

async function bringTool(
  name: string,
  config: Record<string, unknown>,
  knownId: string | null,
  mark: string,
  vendor: VendorAgents,
): Promise<string> {
  if (knownId !== null && (await vendor.changeTool(knownId, config))) return knownId;
  const found = await vendor.findTool(name, mark);
  if (found !== null && (await vendor.changeTool(found, config))) return found;
  return vendor.createTool(config);
}

async function bringAgent(
  ctx: TenantContext,
  agent: Agent,
  toolIds: readonly string[],
  copy: VendorCopy,
  vendor: VendorAgents,
): Promise<VendorCopy> {
  const parts = partsOf(plannedAgent(agent, toolIds));
  const sent = Object.fromEntries([...parts].map(([place, part]) => [place, fingerprint(part)]));
  const changed = new Map([...parts].filter(([place]) => copy.sent[place] !== sent[place]));
  let id = copy.vendorAgentId;
  if (id !== null && changed.size > 0 && !(await vendor.changeAgent(id, documentOf(changed)))) id = null;
  if (id === null) {
    const found = await vendor.findAgent(`[${agent.id}]`, agentTag(agent.tenantId, agent.id));
    const isThere = found !== null && (await vendor.changeAgent(found, documentOf(parts)));
    id = isThere ? found : await vendor.createAgent(documentOf(parts));
  }
  const state = { ...copy, vendorAgentId: id, sent };
  if (changed.size > 0 || id !== copy.vendorAgentId) await saveCopy(ctx, agent.id, state);
  return state;
}

/** Deletes what ElevenLabs has of an agent, also what was made and not written down any more. */
export async function removeCopy(
  ctx: TenantContext,
  agentId: string,
  copy: VendorCopy,
  vendor: VendorAgents,
): Promise<void> {
  const id = copy.vendorAgentId ?? (await vendor.findAgent(`[${agentId}]`, agentTag(ctx.tenant.id, agentId)));
  if (id !== null) await vendor.deleteAgent(id);
  for (const [name, tool] of Object.entries(copy.tools)) await removeTool(agentId, name, tool.id, vendor);
  await nameCopy(ctx, agentId, null);
  await forgetCopy(ctx, agentId);
}

async function removeTool(agentId: string, name: string, id: string, vendor: VendorAgents): Promise<void> {
  const made = id || (await vendor.findTool(name, toolMark(agentId, name)));
  if (made !== null) await vendor.deleteTool(made);
}
