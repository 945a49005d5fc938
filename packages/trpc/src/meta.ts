import type { OpenApiMeta } from 'trpc-to-openapi';
import type { z } from 'zod';

/** Who may call a procedure. Set by the base procedures, read by the document. */
export type Access =
  | 'public'
  | 'user'
  | 'tenant'
  | 'admin'
  | 'owner'
  | 'agency'
  | 'agency_admin'
  | 'agency_owner'
  | 'sub_account'
  | 'super_admin';

/** How a REST body is read. `raw` keeps the bytes for a signature and parses nothing. */
export type BodyFormat = 'json' | 'form' | 'multipart' | 'raw';

/** How one operation looks over REST, where that is more than trpc-to-openapi's metadata can say. */
export interface RestOptions {
  /** Status of a success; 200 when absent. */
  status?: number;
  /** Default `json`. A `json` operation takes forms too, as the same fields. */
  body?: BodyFormat;
  /** The input field that is the whole body: an array, a union, a free-form object. */
  bodyKey?: string;
  /** A request without a body is refused although none of the body's fields is required: whoever left it out forgot it. */
  bodyRequired?: true;
  /** The name of the body's component schema, when the input has other fields beside the body's. */
  bodySchema?: z.ZodType;
  /** Input fields that come from the query although the method has a body. */
  query?: readonly string[];
  /** Input fields that come from headers: field name to header name. */
  headers?: Readonly<Record<string, string>>;
  /** Input fields that only tRPC takes, because the reference has the last word on the body. */
  rpcOnly?: readonly string[];
  /**
   * Content type of a success that is not JSON; the procedure answers with a `RestReply`. Of several, the first is the one
   * of a reply that names none.
   */
  produces?: string | readonly [string, ...string[]];
  /** Largest body in bytes; of a multipart body, all its fields together, without its files. */
  maxBodyBytes?: number;
  /** Largest file of a multipart body, in bytes. */
  maxFileBytes?: number;
  /**
   * Whether `Idempotency-Key` is honored; by default for every POST of a principal that changes something. Then all that
   * it does in the database becomes one transaction with its answer. `repeatable`: it does something elsewhere, or by and
   * by, and when it was cut off it may be done again.
   */
  idempotent?: boolean | 'repeatable';
  /** False for a POST that changes nothing; every other mutation is told to `onMutation`. */
  audited?: boolean;
  /** Changes nothing and costs money all the same: not for an account that is not active. */
  spends?: true;
  /** API keys are refused, which the verb does: the document says so. */
  peopleOnly?: boolean;
  /** Refused to a user who has yet to verify their email address. */
  verifiedOnly?: boolean;
  /**
   * A mutation that works for an account that is not active, which can otherwise only be read: for whom of it. `own` is its
   * people, `agency` is the agency of a sub-account.
   */
  whenInactive?: 'own' | 'agency';
  /** Also for an access token that has expired, but would otherwise hold, for so many seconds. */
  afterExpirySeconds?: number;
  /** The name of the rate limit that applies instead of the general one. */
  rateLimit?: string;
  /** Error answers beyond the derived ones: statuses, or statuses with their meaning. */
  errors?: readonly number[] | Readonly<Record<number, string>>;
}

/** An operation's example: the input as tRPC takes it (path, query and body fields together) and the answer. */
export interface OperationExample {
  request?: unknown;
  response?: unknown;
}

/** What is known about a procedure beside its schemas. */
export type OperationMeta = OpenApiMeta<{
  access?: Access;
  rest?: RestOptions;
  examples?: OperationExample;
}>;

/** The content types of a success that is not JSON; none: it is. */
export const producedTypes = ({ produces }: Pick<RestOptions, 'produces'>): readonly string[] =>
  typeof produces === 'string' ? [produces] : (produces ?? []);

/** True for procedures that only make sense over REST: their answer or their body is not JSON. */
export function isRestOnly(meta: OperationMeta | undefined): boolean {
  const { produces, body = 'json' } = meta?.rest ?? {};
  return produces !== undefined || body !== 'json';
}
