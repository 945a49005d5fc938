import { Id } from '@leadlock/core/id';
import { router, subAccountProcedure, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { toAgentResponse } from './agent.ts';
import { completeSettings } from './complete-settings.ts';
import { createAgent } from './create-agent.ts';
import { deleteAgent } from './delete-agent.ts';
import { duplicateAgent } from './duplicate-agent.ts';
import { agentExample, agentExampleId, createExample } from './examples.ts';
import { getAgent } from './get-agent.ts';
import { getAgentOptions } from './get-agent-options.ts';
import { listAgentNames } from './list-agent-names.ts';
import { listAgents } from './list-agents.ts';
import { AgentCreate, AgentListResponse, AgentOptions, AgentResponse, AgentUpdate, CheckedAgent } from './schemas.ts';
import { AgentNames, AgentNamesInput, AgentPage, SearchAgentsInput } from './search-schemas.ts';
import { searchAgents } from './search-agents.ts';
import { toggleAgent } from './toggle-agent.ts';
import { updateAgent } from './update-agent.ts';

const tag = 'Agents';
const forAgencies = 'Agencies name the sub-account in `X-Sub-Account-Id`.';
const AgentPath = z.object({ agent_id: Id });
const onAgent = { request: { agent_id: agentExampleId } };
const limitReached = { 403: 'The plan’s agent limit is reached.' };

export const agentRoutes = router({
  list: subAccountProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agents',
        tag,
        summary: 'List agents',
        description: `All agents of the tenant with their settings, newest first. ${forAgencies}`,
        example: { response: { agents: [agentExample], total: 1 } },
      }),
    )
    .output(AgentListResponse)
    .query(async ({ ctx }) => {
      const agents = await listAgents(ctx.tenantContext);
      return { agents: agents.map(toAgentResponse), total: agents.length };
    }),
  names: subAccountProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agents/names',
        tag,
        summary: 'List agent names',
        description: `IDs and names of the tenant’s agents, newest first. ${forAgencies}`,
        example: {
          request: { search: 'front', limit: 50 },
          response: {
            agents: [{ id: agentExampleId, name: agentExample.name, is_active: agentExample.is_active }],
            total: 1,
          },
        },
      }),
    )
    .input(AgentNamesInput)
    .output(AgentNames)
    .query(({ ctx, input }) => listAgentNames(ctx.tenantContext, input)),
  search: subAccountProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agents/search',
        tag,
        summary: 'Search agents',
        description: `A page of the tenant’s agents, without their prompts and other settings. ${forAgencies}`,
        example: {
          request: { search: 'front', sort: 'name', desc: false, limit: 25, offset: 0 },
          response: {
            agents: [
              {
                id: agentExampleId,
                name: agentExample.name,
                is_active: agentExample.is_active,
                agent_mode: agentExample.agent_mode,
                voice_provider: agentExample.voice_provider,
                fallback_voice_providers: [],
                voice: agentExample.voice,
                phone_count: 1,
                phone_number: '+14155550100',
                updated_at: agentExample.updated_at,
              },
            ],
            total: 1,
          },
        },
      }),
    )
    .input(SearchAgentsInput)
    .output(AgentPage)
    .query(({ ctx, input }) => searchAgents(ctx.tenantContext, input)),
  create: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents',
        tag,
        status: 201,
        summary: 'Create an agent',
        description: `Creates an active agent. Omitted settings get their defaults. Conflicting settings return field errors. The plan limits the number of agents. ${forAgencies}`,
        example: { request: createExample, response: agentExample },
        errors: limitReached,
      }),
    )
    .input(AgentCreate)
    .output(AgentResponse)
    .mutation(async ({ ctx, input }) => toAgentResponse(await createAgent(ctx.tenantContext, input))),
  check: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/check',
        tag,
        summary: 'Validate agent settings',
        description: `Runs the same validation as creating an agent and returns the settings as they would be saved, normalized and with defaults. Nothing is saved. ${forAgencies}`,
        example: { request: createExample },
        audited: false,
      }),
    )
    .input(AgentCreate)
    .output(CheckedAgent)
    .mutation(({ input }) => ({ ...completeSettings(input), name: input.name })),
  options: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agents/options',
        tag,
        summary: 'List agent options',
        description:
          'The voice providers, their voices, whether they are available on this installation, and the agent fields ' +
          'specific to each; and the built-in tools. The same for every account.',
        example: {
          response: {
            voice_providers: [
              {
                name: 'local',
                label: 'Local',
                status: 'ready',
                voice_field: 'voice',
                voices: [{ id: 'slt', label: 'SLT, American woman' }],
                default_voice: 'slt',
                fields: ['vad_threshold', 'vad_silence_duration_ms'],
              },
            ],
            tools: [{ name: 'end_call', description: 'Hangs up when the conversation is over.', status: 'ready' }],
          },
        },
      }),
    )
    .output(AgentOptions)
    .query(({ ctx }) => getAgentOptions(ctx.system)),
  get: subAccountProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agents/{agent_id}',
        tag,
        summary: 'Get an agent',
        description: `An agent with all its settings. ${forAgencies}`,
        example: { ...onAgent, response: agentExample },
      }),
    )
    .input(AgentPath)
    .output(AgentResponse)
    .query(async ({ ctx, input }) => toAgentResponse(await getAgent(ctx.tenantContext, input.agent_id))),
  update: subAccountProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/agents/{agent_id}',
        bodyRequired: true,
        tag,
        summary: 'Update an agent',
        description: `Updates the fields you send. Null clears an optional field and resets any other to its default. Changing the voice provider also selects its default voice, unless you send \`voice\`. ${forAgencies}`,
        example: {
          request: { agent_id: agentExampleId, greeting: 'Bright Smile Dental, good morning!' },
          response: { ...agentExample, greeting: 'Bright Smile Dental, good morning!' },
        },
      }),
    )
    .input(AgentPath)
    .input(AgentUpdate)
    .output(AgentResponse)
    .mutation(async ({ ctx, input: { agent_id, ...changes } }) =>
      toAgentResponse(await updateAgent(ctx.tenantContext, agent_id, changes)),
    ),
  delete: subAccountProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/agents/{agent_id}',
        tag,
        status: 204,
        summary: 'Delete an agent',
        description: `Permanently deletes an agent. Its phone numbers stay, without an agent, and so do its calls. ${forAgencies}`,
        example: onAgent,
      }),
    )
    .input(AgentPath)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteAgent(ctx.tenantContext, input.agent_id)),
  toggle: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/{agent_id}/toggle',
        tag,
        summary: 'Activate or deactivate an agent',
        description: `Toggles \`is_active\`. Inactive agents don’t answer calls. ${forAgencies}`,
        example: { ...onAgent, response: { ...agentExample, is_active: false } },
      }),
    )
    .input(AgentPath)
    .output(AgentResponse)
    .mutation(async ({ ctx, input }) => toAgentResponse(await toggleAgent(ctx.tenantContext, input.agent_id))),
  duplicate: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/{agent_id}/duplicate',
        tag,
        status: 201,
        summary: 'Duplicate an agent',
        description: `Creates a copy with the same settings, inactive, with " (Copy)" added to the name, and without phone numbers. The copy counts toward the plan’s limit. ${forAgencies}`,
        example: {
          ...onAgent,
          response: { ...agentExample, name: 'Front desk (Copy)', is_active: false, phone_count: 0 },
        },
        errors: limitReached,
      }),
    )
    .input(AgentPath)
    .output(AgentResponse)
    .mutation(async ({ ctx, input }) => toAgentResponse(await duplicateAgent(ctx.tenantContext, input.agent_id))),
});
