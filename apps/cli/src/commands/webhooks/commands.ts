import type { Command } from 'commander';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { addDeliveries, addReplay } from './deliveries.ts';
import { addListen } from './listen.ts';

export const group: CommandGroup = 'Your account';

/** `leadlock webhooks …` */
export function addCommands(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .helpCommand(false)
    .description('events: what was sent to your webhook, and what happens now');
  for (const add of [addDeliveries, addReplay, addListen]) add(webhooks);
  withExamples(webhooks, [['leadlock webhooks listen --forward-to http://localhost:3000/hook', 'try a receiver']]);
}
