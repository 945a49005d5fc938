import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { platform } from '@leadlock/platform/domain';
import { dispatchDeliveries, updateWebhookSettings } from '@leadlock/platform/webhooks';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { runJobs } from '@leadlock/testing/run-jobs';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCallTool } from '../src/call-tools/run-call-tool.ts';
import { completeCall } from '../src/calls/complete-call.ts';
import { storeRecording } from '../src/twilio-webhooks/store-recording.ts';
import { CALLER, createWorld, ring, type World } from './world.ts';

interface Arrived {
  type: string;
  data: Record<string, unknown>;
}

let receiver: Server;
let port: number;
const arrived: Arrived[] = [];
const database = await useDatabase();
beforeAll(async () => {
  receiver = createServer((req, res) => {
    void text(req).then((body) => {
      arrived.push(JSON.parse(body) as Arrived);
      res.end();
    });
  }).listen(0);
  await once(receiver, 'listening');
  port = (receiver.address() as AddressInfo).port;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
});

/** Runs the jobs that a worker would run now, and returns what has arrived since. */
async function deliver({ system }: World): Promise<Arrived[]> {
  const arrivedBefore = arrived.length;
  const outboundHttp = createOutboundHttp({ allowHosts: `localhost:${port}` });
  const context = { ...system, providers: { ...system.providers, outboundHttp } };
  await runJobs(context, platform.subscriptions);
  await dispatchDeliveries(context);
  await runJobs(context, platform.jobs);
  return arrived.slice(arrivedBefore);
}

it('tells the tenant’s webhook of a call from its start to its recording, and of the texts in it', async () => {
  const world = await createWorld(database);
  world.carrier.sendMessage = () => Promise.resolve({ sid: 'SM1', status: 'queued', segments: 1 });
  await updateWebhookSettings(world.ctx, { webhook_url: `http://localhost:${port}/`, webhook_enabled: true });

  const { callId, callSid } = await ring(world);
  expect(await deliver(world)).toMatchObject([
    { type: 'call.started', data: { call_id: callId, from_number: CALLER } },
  ]);

  await runCallTool(world.ctx, callId, { id: 'tool_1', name: 'send_sms', arguments: '{"message":"1 Main St"}' });
  expect(await deliver(world)).toMatchObject([{ type: 'text.sent', data: { call_id: callId, body: '1 Main St' } }]);

  await completeCall(world.ctx, callId, { status: 'completed', endReason: 'caller_hangup' });
  expect(await deliver(world)).toMatchObject([{ type: 'call.completed', data: { call_id: callId } }]);

  const recording = {
    CallSid: callSid,
    RecordingSid: `RE${'1'.repeat(32)}`,
    RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/AC${'1'.repeat(32)}/Recordings/RE${'1'.repeat(32)}`,
    RecordingDuration: '7',
  };
  await storeRecording({ ctx: world.ctx, accountSid: world.accountSid }, recording);
  await storeRecording({ ctx: world.ctx, accountSid: world.accountSid }, recording);
  expect(await deliver(world)).toMatchObject([{ type: 'recording.ready', data: { duration_seconds: 7 } }]);
});

it('tells it of a call that failed', async () => {
  const world = await createWorld(database);
  await updateWebhookSettings(world.ctx, { webhook_url: `http://localhost:${port}/`, webhook_enabled: true });
  const { callId } = await ring(world);
  await completeCall(world.ctx, callId, { status: 'failed', endReason: 'gateway_lost' });
  expect((await deliver(world)).map(({ type }) => type).toSorted()).toEqual(['call.failed', 'call.started']);
});
