import type { Command } from 'commander';
import { authorizedFetch, withSession } from '../../api/authorization.ts';
import { accountOf } from '../../api/connection.ts';
import { tellableError } from '../../api/errors.ts';
import { createTrpcClient } from '../../api/trpc-client.ts';
import { onLocal } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { success, warning, writeJson } from '../../program/output.ts';
import type { CredentialStore, SessionCredentials } from '../../settings/credentials.ts';

/** Ends the session on the server; one that has ended already is none to end. */
async function revoke(store: CredentialStore, profile: string, saved: SessionCredentials): Promise<void> {
  const send = authorizedFetch(saved.api_url, withSession(store, profile, saved), async () => null);
  try {
    await createTrpcClient(saved.api_url, send).auth.logout.mutate();
  } catch (error) {
    const tellable = tellableError(error);
    if (tellable === null) throw error;
    if (tellable.exitCode !== EXIT.notAllowed) warning(`The session was not ended on the server: ${tellable.message}`);
  }
}

/** `leadlock logout` */
export function addLogoutCommand(program: Command): void {
  const command = program.command('logout').description('end the session and forget the saved credentials');
  onLocal(command, async (options) => {
    const { store, profile } = accountOf(options);
    const saved = await store.read(profile);
    if (saved?.kind === 'session') await revoke(store, profile, saved);
    if (saved !== null) await store.update(profile, async () => null);
    if (options.json) await writeJson({ profile, logged_out: saved !== null });
    else success(saved === null ? 'You were not logged in' : 'Logged out');
  });
  withExamples(command, [
    ['leadlock logout', 'log out'],
    ['leadlock logout --profile work', 'log out of one profile'],
  ]);
}
