export interface OutboundRequest {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** Redirects that are followed, each checked like the first address. Default 3. */
  maxRedirects?: number;
  /**
   * `all`: as browsers follow them, where a POST may become a GET. `same_request`: only those that keep the method and the
   * body (307, 308), and none from https to http; any other, and one too many, is handed on as the answer. Default `all`.
   */
  redirects?: 'all' | 'same_request';
  /** Headers that go along to another origin, in lower case. Others do not, for they could be credentials. */
  redirectedHeaders?: readonly string[];
  /** Default 10 MB; what is longer fails. */
  maxResponseBytes?: number;
  /** Of a longer answer the beginning is read, and its status counts however the rest fares. */
  cutResponse?: boolean;
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
 * `blocked_address`, `timeout`, `too_large`, `too_many_redirects` or `unreachable`, and `status` that of the redirect
 * that led there.
 */
export interface OutboundHttp {
  request(request: OutboundRequest): Promise<OutboundResponse>;
}
