import type { Command } from 'commander';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { addDeliveries, addReplay } from './deliveries.ts';
import { addCreate, addDelete, addList, addRotateSecret, addTest, addUpdate } from './endpoints.ts';
import { addListen } from './listen.ts';

export const group: CommandGroup = 'Your account';

/** `leadlock webhooks …` */
export function addCommands(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .helpCommand(false)
    .description('manage webhooks and their deliveries, and listen for events');
  for (const add of [
    addList,
    addCreate,
    addUpdate,
    addTest,
    addRotateSecret,
    addDelete,
    addDeliveries,
    addReplay,
    addListen,
  ])
    add(webhooks);
  withExamples(webhooks, [
    ['leadlock webhooks listen --forward-to http://localhost:3000/hook', 'forward events to a local server'],
  ]);
}
