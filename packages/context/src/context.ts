import type { Actor } from '@leadlock/core/actor';
import type { Clock } from '@leadlock/core/clock';
import type { SecretBox } from '@leadlock/core/envelope-encryption';
import type { Database, Db } from '@leadlock/db/client';
import type { Isolation } from '@leadlock/isolation';
import type { JobDefinition, JobQueue } from '@leadlock/jobs/queue';
import type { Logger } from '@leadlock/observability/logger';
import type { Providers } from '@leadlock/providers/contracts';

/** What a plan allows and costs. A limit of null is no limit; prices are what the tenant pays. */
export interface Plan {
  agents: number | null;
  subAccounts: number | null;
  teamMembers: number | null;
  shareLinks: number | null;
  /** Calls of one account at the same time. */
  concurrentCalls: number | null;
  textAssistant: boolean;
  demoSuite: boolean;
  voiceCentsPerMinute: number;
  premiumVoiceCentsPerMinute: number;
  /** Null: the plan starts without a trial. */
  trial: { days: number; minutes: number } | null;
}

/** Whether a voice provider can hold calls on this installation. */
export type VoiceProviderStatus = 'ready' | 'key_missing';

/** Facts of this installation that verbs need; read from the environment by the app. */
export interface Settings {
  /** Without a trailing slash. */
  publicApiUrl: string;
  publicGatewayUrl: string;
  dashboardUrl: string;
  /** What people accept when they sign up; absent: the page names it without a link. */
  termsUrl?: string;
  privacyUrl?: string;
  jwtSecret: string;
  /** What GHL encrypts the payload of its single sign-on with; absent: nobody can sign in that way. */
  ghlSsoSecret?: string;
  /** The address that the installation's emails come from; absent: none are sent. */
  emailFrom?: string;
  /** By name, as `loadPlans` of the identity domain read them. Absent: its built-in table. */
  plans?: Readonly<Record<string, Plan>>;
  /** The voice providers that are built, by name; absent: `local` alone. */
  voiceProviders?: Readonly<Record<string, VoiceProviderStatus>>;
  /** The local voice thinks with the model at LOCAL_LLM_URL; absent: it follows built-in rules. */
  hasLocalModel?: boolean;
}

export interface Tenant {
  id: string;
  name: string;
  slug: string;
  type: 'direct' | 'agency' | 'sub_account';
  /** The plan whose limits and prices apply: a sub-account has its agency's. */
  plan: string;
  parentTenantId: string | null;
  /** Reads work for an inactive or suspended tenant, or one whose agency is; whatever costs money does not. */
  isActive: boolean;
  isSuspended: boolean;
  /** IANA name: the days of figures are days there. */
  timeZone: string;
}

/** A job that is written together with every event of these types. */
export interface EventSubscription {
  types: readonly string[];
  job: JobDefinition;
}

/** What a model is told of a tool; `parameters` is the JSON Schema of the arguments object. */
export interface ToolOffer {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
  /** How it is used in a call, where that differs from other tools; not for the model. */
  conduct?: ToolConduct;
}

/** How a tool is used in a call, where that differs from others. */
export interface ToolConduct {
  /** It runs once the person has heard what the agent was saying when it called the tool. */
  afterSpeech?: boolean;
  /** Meanwhile the person hears music, and neither side hears the other. */
  onHold?: boolean;
  /** What it says was `pressed` is played to the other side as the tones of these keys; nothing is said to that. */
  pressesKeys?: boolean;
  /** How long it may take, in ms; absent: the limit for all tools. */
  timeoutMs?: number;
}

/** What a tool tells the model. One with an `error` did not do what it was asked for. */
export type ToolResult = Record<string, unknown>;

/**
 * Something that agents can do while they speak with somebody. Domains make theirs with `defineTool` of the agents domain,
 * which stands above this package and knows what a site is: the agent, and whom it speaks with.
 */
export interface Tool {
  readonly name: string;
  /** A call ends after it, once the agent has said what it has to say to its result. */
  readonly endsCall: boolean;
  /** When it succeeds, a person has the call: it goes on without the agent. */
  readonly handsOver: boolean;
  /** Null where it is not offered. */
  offer(site: object): ToolOffer | null;
  run(ctx: TenantContext, site: object, args: Record<string, unknown>): Promise<ToolResult>;
}

/** What a verb that acts across tenants gets: log-in, webhooks, sweeps. Its `db` sees every tenant. */
export interface SystemContext {
  database: Database;
  db: Db;
  actor: Actor;
  clock: Clock;
  jobs: JobQueue;
  /** Who hears of events; collected from the domains. */
  subscriptions: readonly EventSubscription[];
  /** What agents can do; collected from the domains. */
  tools: readonly Tool[];
  providers: Providers;
  /** Where files from outside are read. */
  isolation: Isolation;
  secrets: SecretBox;
  settings: Settings;
  log: Logger;
}

/** What a verb that acts for one tenant gets. Its `db` sees that tenant's rows and no others. */
export interface TenantContext extends SystemContext {
  tenant: Tenant;
  /**
   * Whether what vendors charge stays unseen: the people and keys of a sub-account pay their agency's prices, and would
   * learn its margin. Elsewhere it is for owners and admins, and not for members.
   */
  hidesCosts: boolean;
}

/** Narrows a system context to one tenant, for the product itself. */
export function forTenant(system: SystemContext, tenant: Tenant, actor: Actor = system.actor): TenantContext {
  return {
    ...system,
    tenant,
    hidesCosts: false,
    actor,
    db: system.database.tenant(tenant.id),
    log: system.log.child({ tenant: tenant.id }),
  };
}
