import { connectDatabase } from '@leadlock/db/client';

export interface UsageRecord {
  id: string;
  revenue_cents: number;
}

/** The record that the call is billed by, as an operator sees it. */
export async function findUsageRecord(connectionString: string, callId: string): Promise<UsageRecord | null> {
  const database = connectDatabase({ connectionString, maxConnections: 1 });
  try {
    const record = await database.system
      .selectFrom('usage_records')
      .select(['id', 'revenue_cents'])
      .where('call_id', '=', callId)
      .where('kind', '=', 'voice')
      .executeTakeFirst();
    return record ?? null;
  } finally {
    await database.close();
  }
}
