/** What its owner puts into the DNS or on the web server of a domain. */
export interface Challenge {
  dns: { name: string; value: string };
  http: { url: string; content: string };
}

/** Served below this path, on the domain itself. */
export const CHALLENGE_PATH = '/.well-known/leadlock-challenge.txt';

export const challengeValue = (token: string): string => `leadlock-verification=${token}`;

export const challengeOf = (domain: string, token: string): Challenge => ({
  dns: { name: `_leadlock-challenge.${domain}`, value: challengeValue(token) },
  http: { url: `http://${domain}${CHALLENGE_PATH}`, content: challengeValue(token) },
});
