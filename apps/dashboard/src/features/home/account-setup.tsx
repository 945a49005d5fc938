import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Outputs } from '#/api/trpc.ts';
import { formatPhone } from '#/format/phone.ts';
import { useAccount } from '#/session/account.ts';
import { firstNumberQuery } from './home-search.ts';
import { SetupList, type SetupTask } from './setup-list.tsx';
import { useDismissed } from './use-dismissed.ts';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';

type PhoneNumber = Outputs['phoneNumbers']['search']['phone_numbers'][number];
type Setup = Outputs['setup']['status'];

/** What an account needs before an agent takes calls. */
export function AccountSetup({ setup }: { setup: Setup }) {
  const { context, isAdmin, isSubAccount } = useAccount();
  const [dismissed, dismiss] = useDismissed(`setup.${context.current_tenant_id}`);
  const twilio = useQuery({ ...twilioStatusQuery(), enabled: isAdmin && !isSubAccount });
  const numbers = useQuery(firstNumberQuery());
  if (dismissed) return null;
  const isDone = (task: string): boolean => setup.tasks[task]?.complete === true;
  const answered = numbers.data?.phone_numbers.find(({ agent_id }) => agent_id);
  const tasks: SetupTask[] = [
    {
      id: 'create_agent',
      title: 'Create an agent',
      text: 'Start from a template, choose a voice, and say what it should know. You can talk to it right away.',
      done: isDone('create_agent'),
      link: isAdmin ? <Link to="/agents/new">Create agent</Link> : undefined,
    },
    {
      id: 'add_phone_number',
      title: 'Add a phone number',
      done: isDone('add_phone_number'),
      ...numberStep(isSubAccount, twilio.data?.is_connected === true, isAdmin),
    },
    {
      id: 'assign_phone_number',
      title: 'Assign the agent',
      text: 'Choose which agent answers the number. The agent must be active.',
      done: isDone('assign_phone_number'),
      link:
        isAdmin && isDone('create_agent') && isDone('add_phone_number') ? (
          <Link to="/phone-numbers">Choose agent</Link>
        ) : undefined,
    },
    {
      id: 'take_call',
      title: 'Take your first call',
      done: isDone('take_call'),
      ...callStep(answered),
    },
  ];
  return (
    <SetupList title="Get ready for calls" tasks={tasks} collapsible={setup.required_complete} onDismiss={dismiss} />
  );
}

type StepContent = Pick<SetupTask, 'text' | 'link'>;

function numberStep(isSubAccount: boolean, twilioConnected: boolean, isAdmin: boolean): StepContent {
  if (isSubAccount) return { text: 'Your agency assigns your number. It will appear here.' };
  if (!isAdmin) return { text: 'Ask an owner or admin to import one from Twilio.' };
  return twilioConnected
    ? {
        text: 'Twilio is connected. Import the number your agent should answer.',
        link: <Link to="/phone-numbers">Import number</Link>,
      }
    : {
        text: 'Connect your Twilio account, then import the number that your agent should answer.',
        link: <Link to="/integrations">Connect Twilio</Link>,
      };
}

function callStep(number: PhoneNumber | undefined): StepContent {
  if (!number) return { text: 'Call your number from any phone and watch the call live, word by word.' };
  return {
    text: (
      <>
        Call{' '}
        <a href={`tel:${number.phone_number}`} className="font-medium whitespace-nowrap text-brand-text tabular-nums">
          {formatPhone(number.phone_number)}
        </a>{' '}
        from any phone. The call shows here live, word by word.
      </>
    ),
    link: number.agent_id ? (
      <Link to="/agents/$agentId/talk" params={{ agentId: number.agent_id }}>
        Try it in the browser
      </Link>
    ) : undefined,
  };
}
