import { homedir, platform } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { CliEnvironment } from './environment.ts';

/** The user's own folder for settings: `XDG_CONFIG_HOME` where it is set, else what the platform has for it. */
export function configFolder({ XDG_CONFIG_HOME, APPDATA }: CliEnvironment): string {
  // The XDG specification: a path that is not absolute is to be ignored.
  if (XDG_CONFIG_HOME !== undefined && isAbsolute(XDG_CONFIG_HOME)) return join(XDG_CONFIG_HOME, 'leadlock');
  if (platform() === 'win32') return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'leadlock');
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Application Support', 'leadlock');
  return join(homedir(), '.config', 'leadlock');
}
