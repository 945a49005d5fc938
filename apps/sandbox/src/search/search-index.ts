import { Router } from 'express';
import { z } from 'zod';
import { adminHandler } from '../admin.ts';

const NewPage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('web'), url: z.url(), text: z.string().min(1).max(5000) }),
  z.strictObject({
    kind: z.literal('x'),
    url: z.url(),
    handle: z.string().regex(/^\w{1,15}$/),
    text: z.string().min(1).max(5000),
  }),
]);
type Page = z.output<typeof NewPage>;

/** What there is to find before anybody has added anything. */
const PAGES: readonly Page[] = [
  {
    kind: 'web',
    url: 'https://weather.example/springfield',
    text: 'The weather in Springfield today: it is sunny, with 72 degrees in the afternoon.',
  },
  {
    kind: 'web',
    url: 'https://brightsmile.example/about',
    text: 'Bright Smile Dental was founded in 1998. The practice has four dentists.',
  },
  {
    kind: 'x',
    url: 'https://x.example/brightsmile/status/1',
    handle: 'brightsmile',
    text: 'Bright Smile Dental is closed this Friday for a training day.',
  },
];
const MOST_HITS = 3;
const MOST_PAGES = 1_000;
const COMMON = new Set(
  'a an the is are was of in on at to for and or what when where who how does do it they with'.split(' '),
);

const wordsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !COMMON.has(word)));

/** Where a search may look. */
export interface Scope {
  web: boolean;
  /** Null: not on X. `handles` empty: everybody there. */
  x: { handles: readonly string[] } | null;
}

/** The texts of what a question finds. */
export type Search = (question: string, scope: Scope) => readonly string[];

/** Where the tools of a request or a session let a model of xAI look; null: nowhere. */
export function scopeOf(tools: readonly { type?: unknown; allowed_x_handles?: unknown }[]): Scope | null {
  const scope: Scope = { web: false, x: null };
  for (const { type, allowed_x_handles: handles } of tools) {
    if (type === 'web_search') scope.web = true;
    if (type === 'x_search') scope.x = { handles: Array.isArray(handles) ? handles.map(String) : [] };
  }
  return scope.web || scope.x ? scope : null;
}

/** A small web, and a small X. */
export class SearchIndex {
  readonly admin = Router();
  #pages: Page[] = [...PAGES];

  constructor() {
    this.admin.get(
      '/pages',
      adminHandler(() => this.#pages),
    );
    this.admin.post(
      '/pages',
      adminHandler(({ body }) => {
        const page = NewPage.parse(body);
        this.#pages = [...this.#pages.filter(({ url }) => url !== page.url), page].slice(-MOST_PAGES);
        return page;
      }),
    );
  }

  /** The pages that have most of the words; none of those that have no word of it. */
  readonly find: Search = (query, { web, x }) => {
    const asked = wordsOf(query);
    const handles = x?.handles.map((handle) => handle.toLowerCase()) ?? [];
    const isInScope = (page: Page): boolean =>
      page.kind === 'web' ? web : x !== null && (handles.length === 0 || handles.includes(page.handle.toLowerCase()));
    const scored = this.#pages.filter(isInScope).map((page) => {
      const has = wordsOf(page.text);
      return { page, score: [...asked].filter((word) => has.has(word)).length };
    });
    return scored
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_HITS)
      .map(({ page }) => page.text);
  };

  reset(): void {
    this.#pages = [...PAGES];
  }
}
