import type { ReferenceOperation } from './reference.ts';

/** All that the templates need to know of an operation. */
export interface Plan {
  operation: ReferenceOperation;
  /** The domain's package, `telephony`, and the folder in its `src`. */
  domain: string;
  folder: string;
  /** `list-contacts`, `listContacts`, and its name in the router. */
  verb: string;
  functionName: string;
  key: string;
  /** Names of the schemas of the fields of the path, of the query, and of the body; null without. */
  pathSchema: string | null;
  querySchema: string | null;
  bodySchema: string | null;
  /** What it answers as an expression of zod; null without an answer. */
  output: string | null;
  /** The domain’s router, as it is exported. */
  domainRouter: string;
  /** A value that a field refuses; null when none is easily found. */
  refused: { place: 'body' | 'query'; field: string; value: string } | null;
}
