import { randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import type { AccessRows, Seed } from '@leadlock/testing/access-rows';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

const call: Seed = async ({ system, tenant, mark }) => {
  const id = newId();
  const accountSid = `AC${hex(16)}`;
  const values = {
    tenant_id: tenant.id,
    id,
    twilio_call_sid: `CA${hex(16)}`,
    twilio_account_sid: accountSid,
    direction: 'inbound',
    from_number: '+12125550123',
    to_number: '+14155550100',
    status: 'completed',
    started_at: new Date(),
    ended_at: new Date(),
    recording_sid: `RE${hex(16)}`,
    recording_url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/RE${hex(16)}`,
    caller_name: mark,
  };
  await system.db.insertInto('call_logs').values(values).execute();
  return id;
};

let phoneNumbers = 0;
/** Thousands of tenants have one here: made up at random, two of them would sometimes be the same. */
const nextPhoneNumber = (): string => `+1415${2_000_000 + phoneNumbers++}`;

const phoneNumber: Seed = async ({ system, tenant, mark }) => {
  const id = newId();
  const values = {
    tenant_id: tenant.id,
    id,
    user_tenant_id: tenant.id,
    twilio_sid: `PN${hex(16)}`,
    phone_number: nextPhoneNumber(),
    friendly_name: mark,
  };
  await system.db.insertInto('phone_numbers').values(values).execute();
  return id;
};

/** A call that a gateway holds, by the carrier's name of it. */
const callSid: Seed = async (seeding) => {
  const { db } = seeding.system;
  const { id: tenantId } = seeding.tenant;
  const id = await call(seeding);
  const { twilio_call_sid: sid } = await db
    .updateTable('call_logs')
    .set({ status: 'in-progress', ended_at: null, recording_sid: null, recording_url: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning('twilio_call_sid')
    .executeTakeFirstOrThrow();
  const claim = { stream_token_hash: randomBytes(32), token_expires_at: new Date(), claimed_at: new Date() };
  await db
    .insertInto('call_sessions')
    .values({ tenant_id: tenantId, call_id: id, gateway_id: newId(), ...claim })
    .execute();
  return sid;
};

const transfer: Seed = async (seeding) => {
  const id = newId();
  const values = {
    tenant_id: seeding.tenant.id,
    id,
    call_id: await call(seeding),
    kind: 'blind',
    target_name: seeding.mark,
    target_number: '+12125550124',
    status: 'completed',
  };
  await seeding.system.db.insertInto('call_transfers').values(values).execute();
  return id;
};

export const telephonyRows: AccessRows = {
  ids: { call_id: call, phone_number_id: phoneNumber, call_sid: callSid, transfer_id: transfer },
};
