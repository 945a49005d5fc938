import type { Command } from 'commander';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { addAgentsApply } from './apply.ts';
import { addAgentsCreate, addAgentsDelete, addAgentsUpdate } from './change.ts';
import { addAgentsExport } from './export.ts';
import { addAgentsPreview } from './preview.ts';
import { addAgentsList, addAgentsShow } from './read.ts';

export const group: CommandGroup = 'Your account';

/** `leadlock agents …` */
export function addCommands(program: Command): void {
  const agents = program
    .command('agents')
    .helpCommand(false)
    .description('manage voice agents, individually or as files');
  const verbs = [
    addAgentsList,
    addAgentsShow,
    addAgentsCreate,
    addAgentsUpdate,
    addAgentsDelete,
    addAgentsPreview,
    addAgentsExport,
    addAgentsApply,
  ];
  for (const add of verbs) add(agents);
  withExamples(agents, [
    ['leadlock agents export --dir agents', 'save all agents as files'],
    ['leadlock agents apply agents/', 'create or update agents from the files'],
  ]);
}
