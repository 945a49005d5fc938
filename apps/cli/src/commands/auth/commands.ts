import type { Command } from 'commander';
import type { CommandGroup } from '../../program/command-groups.ts';
import { addLoginCommand } from './login.ts';
import { addLogoutCommand } from './logout.ts';
import { addWhoamiCommand } from './whoami.ts';

export const group: CommandGroup = 'You';

export function addCommands(program: Command): void {
  for (const add of [addLoginCommand, addLogoutCommand, addWhoamiCommand]) add(program);
}
