import { z } from 'zod';
import { jsonOrNull } from '../../program/json.ts';
import { AWAY, join, refusal } from './check-vendors.ts';
import type { Check, Examined } from './examined.ts';
import { failed, ok } from './finding.ts';
import { probe } from './http-probe.ts';
import { KEYED_VOICES, type KeyedVoice } from './keyed-voices.ts';
import { probeWebSocket, UpgradeRefused } from './websocket-probe.ts';

/** Null for a variable that is not set. */
function textOf(environment: Examined['environment'], variable: keyof Examined['environment']): string | null {
  const value = environment[variable];
  return typeof value === 'string' ? value : null;
}

/** The key is proved by listing the vendor's models. */
const modelsCheck = ({ name, service: { variables, modelsPath, apiHeaders } }: KeyedVoice): Check => ({
  name,
  run: async (examined) => {
    const key = textOf(examined.environment, variables.key);
    const base = textOf(examined.environment, variables.api);
    if (key === null || base === null) return [];
    const answer = await probe(examined, join(base, modelsPath), { clockOf: name, headers: apiHeaders(key) });
    return [refusal(name, variables.key, answer) ?? ok(name, `valid API key, ${answer.milliseconds} ms`)];
  },
});

const FirstEvent = z.object({
  type: z.string().optional(),
  error: z.object({ code: z.string().nullish() }).optional(),
});

const readFirstEvent = (message: string | null): z.infer<typeof FirstEvent> | null =>
  FirstEvent.safeParse(jsonOrNull(message ?? '')).data ?? null;

/** Opens a session as a call does, with nothing said in it, so that it costs nothing. */
const realtimeCheck = ({ name: vendor, model, service }: KeyedVoice): Check | null => {
  const name = `${vendor} realtime`;
  const { variables, session, opening } = service;
  if (!session) return null;
  return {
    name,
    run: async ({ environment, timeoutMs }) => {
      const key = textOf(environment, variables.key);
      const base = textOf(environment, variables.realtime);
      if (key === null || base === null) return [];
      try {
        const answer = await probeWebSocket({
          ...session(base, model, key),
          messages: opening ? [opening(model)] : [],
          timeoutMs,
        });
        const event = readFirstEvent(answer.message);
        if (event !== null && event.type !== 'error') {
          return [ok(name, `a session with ${model} opens in ${answer.milliseconds} ms`)];
        }
        const reason = event?.error?.code ?? `closed with code ${answer.closeCode}`;
        return [
          failed(
            name,
            `can’t open a session with ${model}: ${reason}`,
            'check that your account has access to this model',
          ),
        ];
      } catch (error) {
        if (!(error instanceof UpgradeRefused)) throw error;
        const isKey = error.status === 401 || error.status === 403;
        return [failed(name, error.message, isKey ? `set ${variables.key} to a valid key` : AWAY)];
      }
    },
  };
};

/** Of each vendor its key, then its sessions. */
export const VOICE_CHECKS: readonly Check[] = KEYED_VOICES.flatMap((voice) => [
  modelsCheck(voice),
  ...[realtimeCheck(voice)].filter((check) => check !== null),
]);
