import { authorizedFetch, withSession } from '../../api/authorization.ts';
import { tellableError } from '../../api/errors.ts';
import { createTrpcClient } from '../../api/trpc-client.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { warning } from '../../program/output.ts';
import type { CredentialStore, SessionCredentials } from '../../settings/credentials.ts';

/** Ends the saved session of a profile on the server; one that has ended already is none to end. */
export async function endSession(store: CredentialStore, profile: string, saved: SessionCredentials): Promise<void> {
  const send = authorizedFetch(saved.api_url, withSession(store, profile, saved), async () => null);
  try {
    await createTrpcClient(saved.api_url, send).auth.logout.mutate();
  } catch (error) {
    const tellable = tellableError(error);
    if (tellable === null) throw error;
    if (tellable.exitCode !== EXIT.notAllowed) warning(`Couldn’t end the session on the server: ${tellable.message}`);
  }
}
