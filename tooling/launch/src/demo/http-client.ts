/** Asks a JSON API and returns its answer; anything but success is an error that says what was asked and answered. */
export interface HttpClient {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: unknown): Promise<Answer>;
  patch<Answer>(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<void>;
}

export class HttpError extends Error {
  readonly status: number;

  constructor(asked: string, status: number, answer: string) {
    super(`${asked} returned ${status}: ${answer.slice(0, 500)}`);
    this.name = 'HttpError';
    this.status = status;
  }
}

/** `subAccountId` names the sub-account that an agency's `token` acts for. */
export function httpClient(baseUrl: string, token?: string, subAccountId?: string): HttpClient {
  async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(subAccountId === undefined ? {} : { 'X-Sub-Account-Id': subAccountId }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new HttpError(`${method} ${path}`, response.status, text);
    return (text === '' ? null : JSON.parse(text)) as Answer;
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    patch: (path, body) => ask('PATCH', path, body),
    delete: (path) => ask('DELETE', path),
  };
}
