import type { SystemContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { notifyGateway } from '../calls/call-channel.ts';
import { heldCalls } from './list-active-sessions.ts';
import type { KilledVoice } from './schemas.ts';

/**
 * Has the gateway that holds a call lose its connection to the voice, as if the provider had dropped it, whichever that is.
 * @throws notFound for a call that no gateway holds
 */
export function killVoice({ db }: SystemContext, callSid: string): Promise<KilledVoice> {
  return withTransaction(db, async (trx) => {
    const call = await heldCalls(trx)
      .select(['call.id', 'call.voice_provider'])
      .where('call.twilio_call_sid', '=', callSid)
      .where('call.id', 'in', (eb) =>
        eb.selectFrom('call_sids').select('call_id').where('twilio_call_sid', '=', callSid),
      )
      .executeTakeFirst();
    if (!call) throw notFound('Active session');
    notifyGateway(trx, call.id, 'kill_voice');
    return { call_sid: callSid, call_id: call.id, voice_provider: call.voice_provider, killed: true };
  });
}
