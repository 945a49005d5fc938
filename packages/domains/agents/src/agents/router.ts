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
import {
  AgentCreate,
  AgentListResponse,
  AgentNames,
  AgentOptions,
  AgentResponse,
  AgentUpdate,
  CheckedAgent,
} from './schemas.ts';
import { toggleAgent } from './toggle-agent.ts';
import { updateAgent } from './update-agent.ts';

const tag = 'Agents';
const forAgencies = 'An agency names the sub-account in `X-Sub-Account-Id`.';
const AgentPath = z.object({ agent_id: Id });
const onAgent = { request: { agent_id: agentExampleId } };
const limitReached = { 403: 'The plan allows no more agents.' };

export const agentRoutes = router({
  list: subAccountProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agents',
        tag,
        summary: 'List agents',
        description: `All agents of the tenant with their settings, the newest first. ${forAgencies}`,
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
        summary: 'List agents by name',
        description: `Ids and names of all agents of the tenant, the newest first, for choosing one of them. ${forAgencies}`,
        example: {
          response: { agents: [{ id: agentExampleId, name: agentExample.name, is_active: agentExample.is_active }] },
        },
      }),
    )
    .output(AgentNames)
    .query(async ({ ctx }) => ({ agents: await listAgentNames(ctx.tenantContext) })),
  create: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents',
        tag,
        status: 201,
        summary: 'Create an agent',
        description: `Adds an active agent. Settings that are left out get their defaults, and settings that contradict each other are refused by name. The plan limits how many agents a tenant has. ${forAgencies}`,
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
        summary: 'Check the settings of an agent',
        description: `Refuses what creating an agent would refuse, and otherwise answers with the settings as they would be stored: spelled in one way, with defaults for what is left out. Nothing is changed. ${forAgencies}`,
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
        summary: 'List what agents can be given',
        description:
          'The voice providers with their voices, whether this installation can use each of them, and the fields of an ' +
          'agent that only it reads; and the built-in tools. The same for every account.',
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
                fields: [],
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
        summary: 'Read an agent',
        description: `One agent with all its settings. ${forAgencies}`,
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
        summary: 'Change an agent',
        description: `Changes the fields that are sent and leaves the others. Null empties a field that may be empty and resets any other to its default. A new voice provider brings its own default voice unless \`voice\` is sent, too. ${forAgencies}`,
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
        description: `Deletes an agent for good. Phone numbers that it answered stay, without an agent; its calls stay, too. ${forAgencies}`,
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
        description: `Turns \`is_active\` around: an inactive agent takes no calls. ${forAgencies}`,
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
        description: `Adds a copy with the same settings, " (Copy)" after its name, inactive and without phone numbers. It counts towards the plan’s limit. ${forAgencies}`,
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
