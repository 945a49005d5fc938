import type { SystemContext } from '@leadlock/context/context';
import { ProviderError } from '@leadlock/providers/contracts';
import { CHALLENGE_PATH, challengeOf, challengeValue } from './challenge.ts';

/** How a domain is proved: by a TXT record, or by a file on its web server. */
export type ProofMethod = 'dns' | 'http';

/** A proof, or why there is none, by method. */
export type Proof = { method: ProofMethod } | { method: null; problem: string };

interface Claim {
  domain: string;
  token: string;
}

const HTTP_TIMEOUT_MS = 8_000;
const MAX_FILE_BYTES = 4_096;

const reasonOf = (error: unknown): string => {
  if (!(error instanceof ProviderError)) throw error;
  return error.message;
};

/** Null when the record is there; otherwise what is there instead. */
async function findDnsProblem({ providers }: SystemContext, { domain, token }: Claim): Promise<string | null> {
  const { name, value } = challengeOf(domain, token).dns;
  try {
    const texts = await providers.dns.findTxt(name);
    if (texts.some((text) => text.trim() === value)) return null;
    return texts.length === 0 ? `TXT record ${name} not found.` : `TXT record ${name} has a different value.`;
  } catch (error) {
    return `Couldn’t look up ${name}: ${reasonOf(error)}.`;
  }
}

async function findFileProblem(ctx: SystemContext, protocol: string, { domain, token }: Claim): Promise<string | null> {
  const url = `${protocol}://${domain}${CHALLENGE_PATH}`;
  try {
    // A redirect elsewhere would let another server answer for the domain.
    const { status, body } = await ctx.providers.outboundHttp.request({
      url,
      method: 'GET',
      timeoutMs: HTTP_TIMEOUT_MS,
      maxRedirects: 0,
      maxResponseBytes: MAX_FILE_BYTES,
    });
    if (status !== 200) return `${url} returned status ${status}.`;
    const lines = body.split('\n').map((line) => line.trim());
    return lines.includes(challengeValue(token)) ? null : `${url} has different content.`;
  } catch (error) {
    return `${url}: ${reasonOf(error)}.`;
  }
}

/** Web servers often send everybody to https, so both are asked. */
async function findHttpProblem(ctx: SystemContext, claim: Claim): Promise<string | null> {
  const [secure, plain] = await Promise.all([
    findFileProblem(ctx, 'https', claim),
    findFileProblem(ctx, 'http', claim),
  ]);
  return secure === null ? null : plain;
}

/** Looks for the proof that whoever was given the token owns the domain. */
export async function findProof(
  ctx: SystemContext,
  claim: Claim,
  methods: readonly ProofMethod[] = ['dns', 'http'],
): Promise<Proof> {
  const [dns, http] = await Promise.all([
    methods.includes('dns') ? findDnsProblem(ctx, claim) : '',
    methods.includes('http') ? findHttpProblem(ctx, claim) : '',
  ]);
  if (dns === null) return { method: 'dns' };
  if (http === null) return { method: 'http' };
  return { method: null, problem: [dns, http].filter((problem) => problem !== '').join(' ') };
}
