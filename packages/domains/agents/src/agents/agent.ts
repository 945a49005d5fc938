import type { DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import type { AgentResponse } from './schemas.ts';
import { readSettings, type AgentSettings } from './settings.ts';

export interface Agent {
  id: string;
  tenantId: string;
  name: string;
  isActive: boolean;
  settings: AgentSettings;
  /** Phone numbers that the agent answers. */
  phoneCount: number;
  createdAt: Date;
  updatedAt: Date;
}

export type AgentRow = Selectable<DB['agents']> & { phone_count: number | null };

export function toAgent(row: AgentRow): Agent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    isActive: row.is_active,
    settings: readSettings(row.settings),
    phoneCount: row.phone_count ?? 0,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function toAgentResponse(agent: Agent): AgentResponse {
  return {
    ...agent.settings,
    id: agent.id,
    tenant_id: agent.tenantId,
    name: agent.name,
    is_active: agent.isActive,
    phone_count: agent.phoneCount,
    text_assistants: [],
    created_at: agent.createdAt.toISOString(),
    updated_at: agent.updatedAt.toISOString(),
  };
}
