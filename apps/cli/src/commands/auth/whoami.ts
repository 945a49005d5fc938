import type { Command } from 'commander';
import { accountOf } from '../../api/connection.ts';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { writeJson, writeLine } from '../../program/output.ts';
import { formatFields } from '../../program/table.ts';

/** `leadlock whoami` */
export function addWhoamiCommand(program: Command): void {
  const command = program.command('whoami').description('show the current user and account');
  onApi(command, async ({ api, apiUrl, options }) => {
    const { environment, store, profile } = accountOf(options);
    const isPerson = environment.LEADLOCK_API_KEY === undefined && (await store.read(profile))?.kind === 'session';
    const [tenant, { timezone }, user] = await Promise.all([
      api.tenants.me.query(),
      api.timeZone.get.query(),
      isPerson ? api.auth.me.query().then(({ user }) => user) : null,
    ]);
    if (options.json) return writeJson({ api_url: apiUrl, user, tenant, timezone });
    await writeLine(
      formatFields([
        ['user', user === null ? 'an API key' : `${user.email} (${user.role})`],
        ['account', `${tenant.name} (${tenant.slug}, ${tenant.tenant_type})`],
        ['plan', tenant.plan],
        ['time zone', timezone],
        ['api', apiUrl],
        ['profile', environment.LEADLOCK_API_KEY === undefined ? profile : 'LEADLOCK_API_KEY'],
      ]),
    );
  });
  withExamples(command, [
    ['leadlock whoami', 'show the current user'],
    ['leadlock whoami --sub-account harbor-plumbing', 'check your access to a sub-account'],
    ['leadlock whoami --json | jq -r .tenant.id', 'print the account ID for a script'],
  ]);
}
