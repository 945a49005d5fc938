export interface ElevenLabsRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base of the API, with its query. */
  path: string;
  body?: Record<string, unknown>;
  signal?: AbortSignal;
}

/**
 * The REST API of ElevenLabs, in the account of this installation. Errors have a `status` (0: not reached), `retryable` and a
 * sentence of ElevenLabs as their message.
 */
export interface ElevenLabsApi {
  /** A fingerprint of the key: ids of one account mean nothing in another. */
  readonly account: string;
  ask(request: ElevenLabsRequest): Promise<Record<string, unknown>>;
}
