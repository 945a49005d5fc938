import { randomBytes } from 'node:crypto';
import { httpClient, type HttpClient } from '@leadlock/launch/demo/http-client';
import { AGENT } from '@leadlock/launch/demo/scenario';
import { expect, inject, vi } from 'vitest';
import type { Account } from './accounts.ts';
import { connectNumber } from './connect-number.ts';
import { hangUp, outsideCall, placeCall } from './sandbox.ts';

/** A sub-account of an agency, with an agent. */
export interface Client {
  id: string;
  name: string;
  agentId: string;
  /** The REST API as the agency's person who works in it. */
  api: HttpClient;
}

export async function addClient({ api, tokens }: Account, name: string): Promise<Client> {
  const slug = `client-${randomBytes(4).toString('hex')}`;
  const { id } = await api.post<{ id: string }>('/agency/sub-accounts', { name, slug });
  const inside = httpClient(inject('stack').apiUrl, tokens.access_token, id);
  const agent = await inside.post<{ id: string }>('/agents', AGENT);
  return { id, name, agentId: agent.id, api: inside };
}

/** Somebody calls a client's agent and hangs up once they have heard it. Returns when the call is billed. */
export async function callClient(agency: Account, client: Client): Promise<void> {
  const number = await connectNumber(agency);
  await agency.api.post(`/phone-numbers/${number.id}/assign`, { sub_account_id: client.id });
  await client.api.patch(`/phone-numbers/${number.id}`, { agent_id: client.agentId });
  const { sid } = await placeCall({ to: number.phoneNumber, caller: { hangUp: 'never' } });
  const patience = { timeout: 60_000, interval: 250 };
  await vi.waitFor(async () => expect((await outsideCall(sid)).heard).not.toEqual([]), patience);
  await hangUp(sid);
  await vi.waitFor(
    async () => expect(await agency.api.get(`/agency/sub-accounts/${client.id}/usage`)).toMatchObject({ total: 1 }),
    patience,
  );
}
