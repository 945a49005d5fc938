import { hostname, userInfo } from 'node:os';
import { systemClock } from '@leadlock/core/clock';
import { AppError } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { connectDatabase } from '@leadlock/db/client';
import { requireProductLogin } from '@leadlock/db/login/require-product-login';
import { withTransaction } from '@leadlock/db/transaction';
import { createUser, NewUser } from '@leadlock/identity/operator';
import { loadPlans } from '@leadlock/identity/plans';
import { recordAudit } from '@leadlock/identity/audit';
import { CliError, usageError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import { askPassword, canAsk, readStdin } from '../program/ask.ts';
import { note, success, writeJson } from '../program/output.ts';
import { reachingDatabase, readInstallation } from './installation.ts';

export interface CreateUserOptions {
  email: string;
  name: string;
  tenant?: string;
  company?: string;
  accountType: 'direct' | 'agency';
  role?: 'owner' | 'admin' | 'member';
  passwordStdin?: boolean;
  superAdmin?: boolean;
  variables?: string;
  json?: boolean;
}

/** As whom it stands in the audit log: who sits at the machine. */
const operator = (): { type: 'system'; name: string } => ({
  type: 'system',
  name: `operator ${userInfo().username}@${hostname()}`,
});

/** The options that fields come from, for what is said about them. */
const OPTION_OF: Record<string, string> = {
  email: '--email',
  full_name: '--name',
  password: 'the password',
  account: '--tenant or --company',
};

function readUser(options: CreateUserOptions, password: string): NewUser {
  const { tenant, company } = options;
  if (tenant === undefined && company === undefined) {
    throw usageError('Use --tenant <id> or --company <name>');
  }
  const result = NewUser.safeParse({
    email: options.email,
    password,
    full_name: options.name,
    role: options.role ?? (tenant === undefined ? 'owner' : 'member'),
    is_super_admin: options.superAdmin ?? false,
    account:
      tenant === undefined ? { company_name: company, account_type: options.accountType } : { tenant_id: tenant },
  });
  if (result.success) return result.data;
  const details = result.error.issues.map(
    ({ path, message }) => `${OPTION_OF[String(path[0])] ?? path.join('.')}: ${message}`,
  );
  throw new CliError('Couldn’t create the user', { exitCode: EXIT.usage, details });
}

async function givenPassword({ passwordStdin }: CreateUserOptions): Promise<string> {
  if (passwordStdin) return readStdin();
  if (!canAsk()) throw usageError('No terminal to prompt for a password', 'Use --password-stdin.');
  return askPassword('Password of the user');
}

function toCliError(error: AppError): CliError {
  const exitCode = error.kind === 'not_found' ? EXIT.notFound : error.kind === 'validation' ? EXIT.usage : EXIT.failed;
  const details = error.fields?.map(({ loc, msg }) => `${OPTION_OF[String(loc.at(-1))] ?? loc.join('.')}: ${msg}`);
  return new CliError(error.kind === 'validation' ? 'Couldn’t create the user' : error.message, { exitCode, details });
}

export async function runCreateUser(options: CreateUserOptions): Promise<void> {
  const environment = readInstallation(options.variables);
  const user = readUser(options, await givenPassword(options));
  const database = connectDatabase({ connectionString: environment.DATABASE_URL, maxConnections: 1 });
  const settings = {
    publicApiUrl: environment.PUBLIC_API_URL,
    publicGatewayUrl: environment.PUBLIC_GATEWAY_URL,
    dashboardUrl: environment.PUBLIC_API_URL,
    jwtSecret: environment.JWT_SECRET,
    plans: loadPlans(environment.PLANS_FILE),
  };
  try {
    const created = await reachingDatabase(async () => {
      await requireProductLogin(environment.DATABASE_URL);
      return withTransaction(database.system, async (trx) => {
        const row = await createUser({ db: trx, settings, clock: systemClock }, user);
        await recordAudit(trx, {
          tenantIds: [row.tenant_id],
          actor: operator(),
          operation: 'operator.createUser',
          target: { id: row.id },
          outcome: 'succeeded',
          requestId: newId(),
          ip: 'local',
          occurredAt: systemClock.now(),
        });
        return row;
      });
    });
    if (options.json) return await writeJson(created);
    success(`Created ${created.email} (${created.role} of account ${created.tenant_id})`);
    if (created.is_super_admin) note('The user can operate this installation.');
  } catch (error) {
    throw error instanceof AppError ? toCliError(error) : error;
  } finally {
    await database.close();
  }
}
