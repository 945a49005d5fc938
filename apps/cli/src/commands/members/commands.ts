import { Option, type Command } from 'commander';
import type { Outputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { confirmOrThrow, UNASKED } from '../../program/ask.ts';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { findOne } from '../../program/find-one.ts';
import { localTime } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import { success, writeJson } from '../../program/output.ts';
import type { Column } from '../../program/table.ts';

type Member = Outputs['members']['list']['members'][number];

const COLUMNS: Column<Member>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'EMAIL', value: ({ email }) => email },
  { title: 'NAME', value: ({ full_name }) => full_name, optional: 2, shrinks: true },
  { title: 'ROLE', value: ({ role }) => role },
  { title: 'STATE', value: ({ status }) => status },
  { title: 'INVITATION EXPIRES', value: ({ expires_at }) => localTime(expires_at), optional: 1 },
];

const sameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function addList(members: Command): void {
  const command = members.command('list').description('list members and pending invitations');
  onApi(command, async ({ api, options }) => {
    const list = await api.members.list.query();
    await printList(options, list.members, { columns: COLUMNS, none: 'No members found.' });
  });
  withExamples(command, [
    ['leadlock members list', 'list members'],
    ['leadlock members list --sub-account harbor-plumbing', 'list a sub-account’s members'],
  ]);
}

function addInvite(members: Command): void {
  const command = members
    .command('invite')
    .description('invite a member by email')
    .argument('<email>', 'email address')
    .option('--name <name>', 'name of the member, who can change it')
    .addOption(
      new Option('--role <role>', 'role of the member').choices(['owner', 'admin', 'member']).default('member'),
    );
  onApi<[string], { name?: string; role: Member['role'] }>(command, async ({ api, options }, email) => {
    const invited = await api.members.invite.mutate({ email, full_name: options.name, role: options.role });
    if (options.json) return writeJson(invited);
    success(`Invited ${invited.email} as ${invited.role}. Expires ${localTime(invited.expires_at) ?? 'never'}.`);
  });
  withExamples(command, [
    ['leadlock members invite sam@example.com --name "Sam Ortiz" --role admin', 'invite an administrator'],
  ]);
}

function addRemove(members: Command): void {
  const command = members
    .command('remove')
    .description('remove a member or revoke an invitation')
    .argument('<member>', 'email address or ID')
    .option(...UNASKED);
  onApi<[string], { yes?: boolean }>(command, async ({ api, options }, named) => {
    const { members } = await api.members.list.query();
    const member = findOne(members, named, {
      what: 'member',
      names: ({ email }) => (sameAddress(email, named) ? [named] : []),
      isExact: options.yes,
    });
    await confirmOrThrow(`Remove ${member.email} (${member.role})?`, options.yes);
    await api.members.remove.mutate({ user_id: member.id });
    if (options.json) await writeJson({ id: member.id, removed: true });
    else success(`Removed ${member.email}`);
  });
  withExamples(command, [['leadlock members remove sam@example.com', 'remove a member']]);
}

export const group: CommandGroup = 'Your account';

/** `leadlock members …` */
export function addCommands(program: Command): void {
  const members = program.command('members').helpCommand(false).description('manage members');
  for (const add of [addList, addInvite, addRemove]) add(members);
  withExamples(members, [['leadlock members list', 'list members']]);
}
