import type { Param } from './search-params.ts';

type Params = Record<string, Param<unknown>>;
type Optional<P extends Params> = { [Name in keyof P]: undefined extends ReturnType<P[Name]> ? Name : never }[keyof P];
type Read<P extends Params> = { [Name in Exclude<keyof P, Optional<P>>]: ReturnType<P[Name]> } & {
  [Name in Optional<P>]?: ReturnType<P[Name]>;
};
type Plain<Type> = { [Name in keyof Type]: Type[Name] };

/** What a page's address says after its question mark. Takes anything, for anybody may have written it. */
export interface SearchSchema<P extends Params> {
  parse: (said: Record<string, unknown>) => Plain<Read<P>>;
  /** What the router reads: https://standardschema.dev. Links may leave out what has a default. */
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'leadlock';
    readonly validate: (said: unknown) => { readonly value: Plain<Read<P>> };
    readonly types?: { readonly input: Partial<Read<P>>; readonly output: Plain<Read<P>> };
  };
}

/**
 * For a route's `validateSearch`. All routes' are there before the first page shows, where a library for schemas would be a
 * tenth of what it loads.
 */
export function searchSchema<P extends Params>(params: P): SearchSchema<P> {
  const parse = (said: Record<string, unknown>): Plain<Read<P>> => {
    const values = Object.entries(params).map(([name, read]) => [name, read(said[name])] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Plain<Read<P>>;
  };
  return {
    parse,
    '~standard': {
      version: 1,
      vendor: 'leadlock',
      validate: (said) => ({ value: parse((said ?? {}) as Record<string, unknown>) }),
    },
  };
}

/** What a schema reads. */
export type SearchOf<Schema extends { parse: (said: Record<string, unknown>) => unknown }> = ReturnType<
  Schema['parse']
>;
