import type { Database } from '@leadlock/db/client';
import { serveInTest } from '@leadlock/identity/testing';
import { router } from '@leadlock/trpc/init';
import { transferWebhooksRouter } from '../src/transfers/router.ts';
import { twilioWebhooksRouter } from '../src/twilio-webhooks/router.ts';
import { CALLER, createWorld, newCallSid, sign, type WorldOptions } from './world.ts';

export interface PostOptions {
  tenantId?: string;
  query?: string;
  /** null: none. Absent: the right one. */
  signature?: string | null;
}

/** A tenant whose webhooks are served, and a Twilio that posts to them. */
export async function serveTwilioWebhooks(database: Database, options: WorldOptions = {}) {
  const world = await createWorld(database, options);
  const server = await serveInTest(
    router({ webhooks: twilioWebhooksRouter, transfers: transferWebhooksRouter }),
    world.system,
  );

  /** @param kind what follows the tenant in the address */
  async function post(kind: string, fields: Record<string, string>, options: PostOptions = {}) {
    const form = { AccountSid: world.accountSid, ...fields };
    const path = `/webhooks/twilio/${options.tenantId ?? world.tenant.id}/${kind}${options.query ?? ''}`;
    const signature =
      options.signature === undefined ? sign(`https://api.example.com${path}`, form) : options.signature;
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: signature === null ? {} : { 'X-Twilio-Signature': signature },
      body: new URLSearchParams(form),
    });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  }

  const call = (callSid = newCallSid(), fields: Record<string, string> = {}, options: PostOptions = {}) =>
    post(
      'voice',
      { CallSid: callSid, From: CALLER, To: world.number, CallStatus: 'ringing', Direction: 'inbound', ...fields },
      options,
    );
  const status = (callSid: string, callStatus: string, duration?: string) =>
    post('status', {
      CallSid: callSid,
      CallStatus: callStatus,
      ...(duration === undefined ? {} : { CallDuration: duration }),
    });
  return { world, url: server.url, post, call, status };
}
