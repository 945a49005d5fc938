import type { CommandGroup } from '../../program/command-groups.ts';

export const group: CommandGroup = 'Your account';

export { addCallCommand as addCommands } from './call.ts';
