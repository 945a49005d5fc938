import { textTokens } from '../realtime/usage.ts';

/** Shorter beginnings are not kept, and longer ones in whole blocks. */
const MIN_TOKENS = 1_024;
const BLOCK = 128;
/** So many prompts are remembered. */
const KEPT = 50;

function commonLength(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one[at] === other[at]) at += 1;
  return at;
}

/** What vendors keep of prompts, so that one that begins the same is cheaper. */
export class PromptCache {
  #prompts: string[] = [];

  /** Tokens of the beginning that were read before. */
  read(prompt: string): number {
    const common = Math.max(0, ...this.#prompts.map((earlier) => commonLength(earlier, prompt)));
    this.#prompts = [...this.#prompts, prompt].slice(-KEPT);
    const tokens = textTokens(prompt.slice(0, common));
    return tokens < MIN_TOKENS ? 0 : Math.floor(tokens / BLOCK) * BLOCK;
  }

  clear(): void {
    this.#prompts = [];
  }
}
