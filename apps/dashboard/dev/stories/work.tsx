import { Bot, MessageSquare, Pencil, Phone } from 'lucide-react';
import { useState } from 'react';
import { ActivityTimeline, type Activity } from '#/components/ui/activity-timeline.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody } from '#/components/ui/card.tsx';
import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { JobProgress, type JobStep } from '#/components/ui/job-progress.tsx';
import { WizardCard, WizardSteps } from '#/components/ui/wizard.tsx';
import { Sample, type Story } from '../story.tsx';
import { LONG_NAME } from './content.ts';

const step = (id: string, label: string, status: JobStep['status'], note?: string): JobStep => ({
  id,
  label,
  status,
  note,
});

const PROBLEMS = Array.from({ length: 64 }, (_, index) => ({
  place: `Row ${index * 7 + 3}`,
  reason: index === 1 ? `“${LONG_NAME}” is not a phone number` : 'The phone number has too few digits',
}));

function Jobs() {
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Sample title="Running, with skipped rows">
        <Card>
          <CardBody>
            <JobProgress
              label="Importing contacts"
              status="running"
              steps={[
                step('read', 'Read the file', 'done', '2,400 rows'),
                step('add', 'Add contacts', 'running'),
                step('tag', 'Add tags', 'waiting'),
              ]}
              progress={{ done: 1_310, total: 2_400, noun: 'rows' }}
              problems={PROBLEMS}
              onCancel={() => undefined}
            />
          </CardBody>
        </Card>
      </Sample>
      <Sample title="Unknown length">
        <Card>
          <CardBody>
            <JobProgress
              label="Reading your website"
              status="running"
              steps={[step('find', 'Find pages', 'running'), step('read', 'Read them', 'waiting')]}
              progress={{ done: 18, total: null, noun: 'pages' }}
              onCancel={() => undefined}
            />
          </CardBody>
        </Card>
      </Sample>
      <Sample title="Failed">
        <Card>
          <CardBody>
            <JobProgress
              label="Importing contacts"
              status="failed"
              steps={[
                step('read', 'Read the file', 'done'),
                step('add', 'Add contacts', 'failed', 'The connection to the CRM was lost.'),
              ]}
              action={<Button>Try again</Button>}
            />
          </CardBody>
        </Card>
      </Sample>
      <Sample title="Done and canceled">
        <Card>
          <CardBody className="grid gap-6">
            <JobProgress
              label="Simulation"
              status="done"
              steps={[step('a', '20 conversations', 'done', '18 passed')]}
            />
            <JobProgress label="Export" status="canceled" steps={[step('a', LONG_NAME, 'canceled')]} />
          </CardBody>
        </Card>
      </Sample>
    </div>
  );
}

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const ACTIVITIES: Activity[] = [
  { id: '1', icon: <Phone />, content: 'Called Ava', at: ago(4), detail: 'Booked an appointment for Friday, 2 PM.' },
  { id: '2', icon: <MessageSquare />, content: 'Got a text with directions', at: ago(60 * 5) },
  { id: '3', icon: <Pencil />, content: `Ana changed the company to ${LONG_NAME}`, at: ago(60 * 24 * 12) },
  { id: '4', icon: <Bot />, content: 'Ava added the contact', at: ago(60 * 24 * 40) },
];

function Timelines() {
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Sample title="A contact">
        <ActivityTimeline label="Activity of Sam Rivera" activities={ACTIVITIES} />
      </Sample>
      <div className="grid content-start gap-6">
        <Sample title="Empty">
          <ActivityTimeline label="No activity" activities={[]} />
        </Sample>
        <Sample title="Loading">
          <ActivityTimeline label="Loading" activities={undefined} />
        </Sample>
      </div>
    </div>
  );
}

const STEPS = ['Your business', 'Your agent', 'Try it', 'Phone number'];

function Wizards() {
  const [at, setAt] = useState(1);
  const [name, setName] = useState('Ava');
  return (
    <Sample title="The second of four steps" className="grid max-w-3xl gap-5">
      <WizardSteps
        steps={STEPS.map((title, index) => ({ id: title, title, isOver: index < at }))}
        current={STEPS[at] ?? ''}
        onGoTo={(id) => setAt(STEPS.indexOf(id))}
      />
      <WizardCard
        title={STEPS[at] ?? ''}
        description="It answers your calls. You can change everything later."
        onBack={at > 0 ? () => setAt(at - 1) : undefined}
        onSkip={at > 1 && at < 3 ? () => setAt(at + 1) : undefined}
        action={
          <Button variant="primary" onClick={() => setAt(Math.min(3, at + 1))}>
            Continue
          </Button>
        }
      >
        <Field label="Name">
          <Input value={name} onChange={(event) => setName(event.currentTarget.value)} />
        </Field>
      </WizardCard>
    </Sample>
  );
}

export const workStories: Story[] = [
  { id: 'wizard', title: 'Wizard', description: 'One thing at a time, with a way back.', Component: Wizards },
  { id: 'jobs', title: 'Job progress', description: 'Something long, and what it could not take.', Component: Jobs },
  { id: 'timeline', title: 'Activity timeline', description: 'What happened to one thing.', Component: Timelines },
];
