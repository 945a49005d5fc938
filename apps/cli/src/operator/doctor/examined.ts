import type { SecretBox } from '@leadlock/core/envelope-encryption';
import type { Environment, EnvironmentProblem } from '@leadlock/core/environment';
import type { connectAsOwner } from '@leadlock/db/connect-as-owner';
import type { ClockReading } from './clock.ts';
import type { Finding } from './finding.ts';

export type OwnerDatabase = ReturnType<typeof connectAsOwner>;

/** The installation that is looked at. */
export interface Examined {
  /** What is missing or unusable in it is left out. */
  environment: Partial<Environment>;
  problems: readonly EnvironmentProblem[];
  /** Null when ENCRYPTION_KEY cannot be used. */
  secrets: SecretBox | null;
  /** Null when the database cannot be reached; settles after the attempt to connect. */
  database: Promise<OwnerDatabase | null>;
  /** Filled by every check that gets to see somebody else's clock. */
  clock: ClockReading[];
  /** How long one answer of somebody else may take, in ms. */
  timeoutMs: number;
}

/** Looks at one thing. What it throws is reported as a failure of the check. */
export interface Check {
  name: string;
  run: (examined: Examined) => Promise<Finding[]>;
}
