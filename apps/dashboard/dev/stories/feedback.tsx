import { Bot } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '#/components/ui/avatar.tsx';
import { Badge } from '#/components/ui/badge.tsx';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#/components/ui/card.tsx';
import { CodeBlock } from '#/components/ui/code-block.tsx';
import { Disclosure } from '#/components/ui/disclosure.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton, SkeletonText } from '#/components/ui/skeleton.tsx';
import { Spinner } from '#/components/ui/spinner.tsx';
import { StatCard } from '#/components/ui/stat-card.tsx';
import { StatusDot } from '#/components/ui/status-dot.tsx';
import { Tabs } from '#/components/ui/tabs.tsx';
import { ROW, Sample, type Story } from '../story.tsx';
import { LONG_NAME } from './content.ts';

const TONES = ['neutral', 'success', 'warning', 'danger', 'info', 'brand'] as const;

function Badges() {
  return (
    <>
      <Sample title="Badges" className={ROW}>
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone} dot={tone !== 'brand'}>
            {tone[0]?.toUpperCase() + tone.slice(1)}
          </Badge>
        ))}
      </Sample>
      <Sample title="Dots" className={ROW}>
        {TONES.map((tone) => (
          <StatusDot key={tone} tone={tone} label={tone} />
        ))}
        <StatusDot tone="success" live label="Live" />
      </Sample>
      <Sample title="Avatars" className={ROW}>
        <Avatar name="Ana Lopez" size="sm" />
        <Avatar name="Ana Lopez" />
        <Avatar name="Ava" size="lg" tinted />
        <Avatar name="Bright Smile Dental" size="lg" shape="square" tinted />
      </Sample>
    </>
  );
}

const KINDS = ['info', 'success', 'warning', 'danger'] as const;

function States() {
  const [dismissed, setDismissed] = useState(false);
  return (
    <>
      <Sample title="Banners" className="grid gap-3">
        {KINDS.map((kind) => (
          <Banner
            key={kind}
            kind={kind}
            title="Your trial ends in 3 days"
            action={<Button size="sm">Choose a plan</Button>}
          >
            Your agents take calls until Friday.
          </Banner>
        ))}
        {!dismissed && (
          <Banner onDismiss={() => setDismissed(true)}>
            {LONG_NAME} moved to another agency, so its calls are no longer shown here.
          </Banner>
        )}
      </Sample>
      <Sample title="Empty">
        <EmptyState
          icon={<Bot />}
          title="No agents yet"
          text="An agent answers your calls. You can talk to it before it does."
          action={<Button variant="primary">New agent</Button>}
        />
      </Sample>
      <Sample title="Error">
        <ErrorState message="The server did not answer." onRetry={() => undefined} />
      </Sample>
      <Sample title="Loading" className="grid gap-3">
        <Skeleton className="w-40" />
        <SkeletonText />
        <Spinner label="Loading" />
      </Sample>
    </>
  );
}

function Cards() {
  const [tab, setTab] = useState<'one' | 'two'>('one');
  return (
    <>
      <Sample title="Figures" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <StatCard label="Calls" value="1,240" delta={0.12} hint="Last 30 days" />
        <StatCard label="Failed calls" value="12" delta={0.4} moreIsBetter={false} />
        <StatCard label="Minutes" value="3,410" delta={0} moreIsBetter={null} />
        <StatCard label="Cost" value="" loading />
      </Sample>
      <Sample title="A card">
        <Card>
          <CardHeader title="Twilio" description="Carries your calls." level={3} actions={<Button>Connect</Button>} />
          <CardBody>Connect your account to import numbers.</CardBody>
          <CardFooter>Last checked 5 min ago</CardFooter>
        </Card>
      </Sample>
      <Sample title="Tabs">
        <Tabs
          label="Webhooks"
          value={tab}
          onValueChange={setTab}
          tabs={[
            { value: 'one', label: 'Deliveries', aside: '12', content: <p>Deliveries of the last 30 days.</p> },
            { value: 'two', label: 'Events', content: <p>What is sent.</p> },
          ]}
        />
      </Sample>
      <Sample title="Disclosure">
        <Disclosure title="How are calls billed?" aside="1 min read">
          By the second, from answer to hangup.
        </Disclosure>
      </Sample>
      <Sample title="Code">
        <CodeBlock label="Payload" code={JSON.stringify({ type: 'call.completed', id: LONG_NAME }, null, 2)} />
      </Sample>
    </>
  );
}

export const feedbackStories: Story[] = [
  {
    id: 'badges',
    title: 'Badges and avatars',
    description: 'A state or a kind, in one or two words.',
    Component: Badges,
  },
  {
    id: 'states',
    title: 'Banners and states',
    description: 'Empty, loading, error, and what lasts.',
    Component: States,
  },
  { id: 'cards', title: 'Cards and tabs', description: 'Surfaces for one subject.', Component: Cards },
];
