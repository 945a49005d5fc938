import { AgentResponse, toAgentResponse } from '@leadlock/agents/agents';
import { notFound } from '@leadlock/core/errors';
import { Id } from '@leadlock/core/id';
import { agencyAdminProcedure, agencyProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { copyBetweenSubAccounts } from './copy-between-sub-accounts.ts';
import { findOwnerOfAgent } from './find-owner-of-agent.ts';
import { listSubAccountAgents } from './list-sub-account-agents.ts';
import { AllSubAccountAgentsResponse, CopiedAgent, CopyAgentToSubAccountRequest } from './schemas.ts';
import { SearchSubAccountAgentsInput, SubAccountAgentPage } from './search-schemas.ts';
import { searchSubAccountAgents } from './search-sub-account-agents.ts';

const agentId = '0199c0de-91f4-7a20-8c3b-5d2e7f4a6b10';
const sourceId = '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f';
const example = {
  id: agentId,
  tenant_id: sourceId,
  name: 'Front desk',
  is_active: true,
  voice_provider: 'xai',
  voice: 'eve',
  phone_count: 1,
  sub_account_name: 'Bright Smile Dental',
  created_at: '2026-11-24T15:00:00.000Z',
};
const targetId = '019ac2f5-55ee-7b70-8283-9e0f1a2b3c4d';
const whatIsCopied =
  'The copy is inactive, has " (Copy)" added to its name, and has no phone numbers, calendars, GoHighLevel ' +
  'settings, or knowledge bases, which stay with the original account. It counts toward the target’s agent limit.';
const errors = { 403: 'The target’s agent limit is reached.' };

export const agentsRouter = router({
  list: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/agents',
        tag: 'Agency',
        summary: 'List agents of all sub-accounts',
        description: 'The agents of all active sub-accounts, newest first. Not paginated.',
        example: { response: { agents: [example], total: 1 } },
      }),
    )
    .output(AllSubAccountAgentsResponse)
    .query(async ({ ctx }) => {
      const agents = await listSubAccountAgents(ctx.tenantContext);
      return { agents, total: agents.length };
    }),

  search: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/agents/search',
        tag: 'Agency',
        summary: 'Search agents of all sub-accounts',
        description: 'A page of the agents of all active sub-accounts.',
        example: {
          request: { search: 'front', sort: 'name', desc: false, limit: 25, offset: 0 },
          response: { agents: [example], total: 1 },
        },
      }),
    )
    .input(SearchSubAccountAgentsInput)
    .output(SubAccountAgentPage)
    .query(({ ctx, input }) => searchSubAccountAgents(ctx.tenantContext, input)),

  copy: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/agents/{agent_id}/copy',
        tag: 'Agency',
        status: 201,
        summary: 'Copy an agent between sub-accounts',
        description: `Copies an agent from one of the agency’s sub-accounts to another. ${whatIsCopied}`,
        example: { request: { agent_id: agentId, source_tenant_id: sourceId, target_tenant_id: targetId } },
        errors,
      }),
    )
    .input(z.object({ agent_id: Id }))
    .input(CopyAgentToSubAccountRequest)
    .output(CopiedAgent)
    .mutation(async ({ ctx, input }) => {
      const { agent_id, source_tenant_id, target_tenant_id } = input;
      const ids = { agentId: agent_id, sourceId: source_tenant_id, targetId: target_tenant_id };
      return toAgentResponse(await copyBetweenSubAccounts(ctx.tenantContext, ids));
    }),

  copyTo: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/{agent_id}/copy-to/{target_tenant_id}',
        tag: 'Agents',
        status: 201,
        summary: 'Copy an agent to another sub-account',
        description: `Copies an agent of one of the agency’s sub-accounts to the sub-account in the path. ${whatIsCopied}`,
        example: { request: { agent_id: agentId, target_tenant_id: targetId } },
        errors,
      }),
    )
    .input(z.object({ agent_id: Id, target_tenant_id: Id }))
    .output(AgentResponse)
    .mutation(async ({ ctx, input: { agent_id, target_tenant_id } }) => {
      const sourceId = await findOwnerOfAgent(ctx.tenantContext, agent_id);
      if (sourceId === null) throw notFound('Agent');
      const ids = { agentId: agent_id, sourceId, targetId: target_tenant_id };
      return toAgentResponse(await copyBetweenSubAccounts(ctx.tenantContext, ids));
    }),
});
