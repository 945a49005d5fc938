import { callParams } from '../call/webhook-params.ts';
import type { CallLeg } from '../call/call-leg.ts';
import { sendWebhook, type WebhookAnswer, type WebhookParams } from '../webhook.ts';
import { parseTwiml, type TwimlElement } from './parse.ts';
import { TwimlError } from './twiml-error.ts';

export interface TwimlAddress {
  url: string;
  method?: string | null;
  /** Asked when the first fails. */
  fallback?: { url: string; method: string } | null;
  /** Fields besides those of every webhook of the call. */
  params?: WebhookParams;
}

export interface FetchedTwiml {
  response: TwimlElement;
  /** Relative addresses in the document start here. */
  baseUrl: string;
}

const XML = /^(?:text|application)\/(?:[\w.-]+\+)?xml\b|^text\/html\b/i;

/** Asks the tenant's server what to do. Errors: TwimlError when neither address gives instructions. */
export async function fetchTwiml(
  call: CallLeg,
  address: TwimlAddress,
  alert: (error: TwimlError) => void,
): Promise<FetchedTwiml> {
  try {
    return await fetchFrom(call, address, address.params);
  } catch (error) {
    if (!(error instanceof TwimlError) || !address.fallback) throw error;
    alert(error);
    const params = { ...address.params, ErrorCode: String(error.code), ErrorUrl: address.url };
    return fetchFrom(call, address.fallback, params);
  }
}

async function fetchFrom(
  call: CallLeg,
  target: { url: string; method?: string | null },
  params: WebhookParams = {},
): Promise<FetchedTwiml> {
  const answer = await request(call, target, params);
  if (answer.status >= 400) throw new TwimlError(11_200, `${target.url}: HTTP ${answer.status}`);
  if (!XML.test(answer.contentType)) {
    throw new TwimlError(12_300, `${target.url}: invalid content type ${answer.contentType || '(none)'}`);
  }
  return { response: parseTwiml(answer.body.toString()), baseUrl: answer.url };
}

async function request(
  call: CallLeg,
  target: { url: string; method?: string | null },
  params: WebhookParams,
): Promise<WebhookAnswer> {
  try {
    return await sendWebhook(call.account.authToken, target, { ...callParams(call.record), ...params });
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new TwimlError(11_200, `${target.url}: ${timedOut ? 'no answer in 15 seconds' : cause}`);
  }
}
