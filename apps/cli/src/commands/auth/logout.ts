import type { Command } from 'commander';
import { accountOf } from '../../api/connection.ts';
import { onLocal } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { success, warning, writeJson } from '../../program/output.ts';
import { endSession } from './end-session.ts';

/** `leadlock logout` */
export function addLogoutCommand(program: Command): void {
  const command = program.command('logout').description('log out and remove the saved credentials');
  onLocal(command, async (options) => {
    const { environment, store, profile } = accountOf(options);
    const saved = await store.read(profile);
    if (saved?.kind === 'session') await endSession(store, profile, saved);
    if (saved !== null) await store.update(profile, async () => null);
    if (options.json) await writeJson({ profile, logged_out: saved !== null });
    else success(saved === null ? 'Not logged in' : 'Logged out');
    if (environment.LEADLOCK_API_KEY !== undefined)
      warning('LEADLOCK_API_KEY is still set, so commands will keep using it');
  });
  withExamples(command, [
    ['leadlock logout', 'log out'],
    ['leadlock logout --profile work', 'log out of one profile'],
  ]);
}
