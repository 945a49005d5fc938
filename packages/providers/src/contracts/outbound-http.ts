export interface OutboundRequest {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** Redirects that are followed, each checked like the first address. Default 3. */
  maxRedirects?: number;
  /** Default 10 MB; what is longer fails. */
  maxResponseBytes?: number;
}

export interface OutboundResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  durationMs: number;
}

/**
 * Requests to addresses that users give us. http and https only; an address that is private, loopback, link-local or a
 * cloud's metadata service is refused unless the installation allows the host. Throws ProviderError; `code` is
 * `blocked_address`, `timeout`, `too_large`, `too_many_redirects` or `unreachable`.
 */
export interface OutboundHttp {
  request(request: OutboundRequest): Promise<OutboundResponse>;
}
