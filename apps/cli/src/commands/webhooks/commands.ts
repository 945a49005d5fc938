import type { Command } from 'commander';
import { withExamples } from '../../program/examples.ts';
import { addDeliveries, addReplay } from './deliveries.ts';
import { addListen } from './listen.ts';

/** `leadlock webhooks …` */
export function addWebhooksCommands(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .helpCommand(false)
    .description('events: what was sent to your webhook, and what happens now');
  for (const add of [addDeliveries, addReplay, addListen]) add(webhooks);
  withExamples(webhooks, [['leadlock webhooks listen --forward-to http://localhost:3000/hook', 'try a receiver']]);
}
