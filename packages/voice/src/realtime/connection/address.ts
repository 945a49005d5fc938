/** The key as OAuth 2.0 shows a token. */
export const bearer = (apiKey: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${apiKey}` });

/** The address with the model in its query, whatever else the query holds. */
export function withModel(url: string, model: string): string {
  const address = new URL(url);
  address.searchParams.set('model', model);
  return address.href;
}
