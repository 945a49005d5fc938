import type { SystemContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { claimCall, type ClaimedCall, type ClaimInput } from '../src/calls/claim-call.ts';
import { registerGateway } from '../src/calls/gateways.ts';
import { ring, type RingingCall, type World } from './world.ts';

/** A gateway that has just been heard of. Returns its id. */
export async function startGateway(world: World, ownUrl: string | null = null): Promise<string> {
  const id = newId();
  await registerGateway(world.system, id, ownUrl);
  return id;
}

/** Claims a call that must not be refused; null for a token that is no good. */
export async function claimAccepted(system: SystemContext, input: ClaimInput): Promise<ClaimedCall | null> {
  const claimed = await claimCall(system, input);
  if (claimed && 'refused' in claimed) throw new Error(`The call was refused: ${claimed.refused}`);
  return claimed;
}

/** What a gateway does when Twilio shows it a call's token; null where it does not get the call. */
export const claim = (world: World, call: RingingCall, gatewayId: string, changes: Partial<RingingCall> = {}) =>
  claimAccepted(world.system, { ...call, ...changes, streamSid: 'MZ1', gatewayId });

/** A call that a gateway holds. */
export async function startCall(world: World) {
  const call = await ring(world);
  const gatewayId = await startGateway(world);
  const claimed = await claim(world, call, gatewayId);
  if (!claimed) throw new Error('The call was not claimed');
  return { world, call, gatewayId, claimed };
}
