import type { AgentSettings } from '@leadlock/agents/agents';
import { defineTool, refusal } from '@leadlock/agents/tools';
import { isRehearsal } from '@leadlock/core/call-direction';
import { z } from 'zod';
import { numberOfParty } from '../calls/caller.ts';
import { credentialsOf, findLeg } from '../transfers/call-leg.ts';
import { transferBlind } from '../transfers/transfer-blind.ts';
import { dialable } from '../transfers/transfer-twiml.ts';
import { transferWarm, WARM_TIMEOUT_MS } from '../transfers/transfer-warm.ts';
import { beginTransfer } from '../transfers/transfer.ts';

type Target = NonNullable<AgentSettings['transfer_targets']>[number];
type Targets = Pick<AgentSettings, 'transfer_targets'>;

const targetsOf = ({ transfer_targets: targets }: Targets): Target[] => targets ?? [];
const isWarm = ({ warm }: Target): boolean => warm === true;

function descriptionFor(settings: Targets): string {
  const targets = targetsOf(settings).map(
    (target) => `- ${target.name}${target.reason ? `: ${target.reason}` : ''}${isWarm(target) ? ' (asked first)' : ''}`,
  );
  return [
    'Transfers the caller to a person. Tell the caller who you are connecting them with before you use it.',
    'A person marked "asked first" can decline or not answer; then the caller returns to you. Other transfers happen immediately.',
    'Available people, and when to transfer to them:',
    ...targets,
  ].join('\n');
}

function inputFor(settings: Targets) {
  const names = targetsOf(settings).map(({ name }) => name);
  return z.object({
    target: z.enum(names).meta({ description: 'Who to transfer the call to.' }),
    reason: z
      .string()
      .trim()
      .max(500)
      .optional()
      .meta({ description: 'Who is calling and what they want, in one sentence, for the person taking the call.' }),
  });
}

/** Passes a phone call on to one of the agent's targets. */
export const transferCall = defineTool({
  name: 'transfer_call',
  description: descriptionFor,
  input: inputFor,
  isOffered: ({ kind, agent }) => kind === 'call' && targetsOf(agent.settings).length > 0,
  handsOver: true,
  conduct: (settings) => ({
    afterSpeech: true,
    ...(targetsOf(settings).some(isWarm) && { onHold: true, timeoutMs: WARM_TIMEOUT_MS }),
  }),
  async run(ctx, site, { target: name, reason }) {
    const { settings } = site.agent;
    const target = targetsOf(settings).find((one) => one.name === name);
    const leg = await findLeg(ctx.db, ctx.tenant.id, site.id);
    if (!target || !leg || leg.isOver) return refusal('The call is over.');
    if (isRehearsal(leg.direction)) {
      return refusal(
        `This is a browser test, which cannot be transferred. A phone call would now be transferred to ${name}.`,
      );
    }
    const { number } = dialable(target.number);
    if (number === leg.businessNumber || number === numberOfParty(leg.fromNumber) || number === leg.toNumber) {
      return refusal(`${name}’s number is already on this call.`);
    }
    const credentials = await credentialsOf(ctx, leg);
    if (credentials === null) return refusal('The call cannot be transferred: no phone carrier is connected.');
    const transfer = await beginTransfer(ctx, {
      callId: leg.callId,
      kind: isWarm(target) ? 'warm' : 'blind',
      name,
      number: target.number,
      reason: reason || null,
    });
    if (transfer === null) return refusal('The call is already being transferred.');
    const transferring = { leg, credentials, transfer };
    return transfer.kind === 'warm'
      ? transferWarm(ctx, transferring, site.over)
      : transferBlind(ctx, transferring, { whispers: settings.whisper_enabled });
  },
});
