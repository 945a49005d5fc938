import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Illustration, TOPICS } from '#/components/ui/illustration.tsx';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { ROW, Sample, type Story } from '../story.tsx';

function Illustrations() {
  return (
    <>
      <Sample title="Topics" className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-4">
        {TOPICS.map((topic) => (
          <figure key={topic} className="grid justify-items-center gap-2 rounded-lg border bg-surface p-4">
            <Illustration topic={topic} />
            <figcaption className="text-xs text-muted">{topic}</figcaption>
          </figure>
        ))}
      </Sample>
      <Sample title="In an empty list" className="rounded-lg border bg-surface">
        <EmptyState
          picture="numbers"
          title="No numbers yet"
          text="Import numbers from your Twilio account so agents can answer them."
          action={<Button variant="primary">Import numbers</Button>}
        />
      </Sample>
    </>
  );
}

const VENDORS = [
  ['openai', 'OpenAI'],
  ['xai', 'xAI'],
  ['gemini', 'Gemini'],
  ['elevenlabs', 'ElevenLabs'],
  ['twilio', 'Twilio'],
  ['stripe', 'Stripe'],
  ['ghl', 'GoHighLevel'],
] as const;

function VendorLogos() {
  return (
    <>
      {(['sm', 'md', 'lg'] as const).map((size) => (
        <Sample key={size} title={size} className={ROW}>
          {VENDORS.map(([vendor, name]) => (
            <span key={vendor} className="inline-flex items-center gap-2 text-[13px]">
              <VendorLogo vendor={vendor} name={name} size={size} />
              {name}
            </span>
          ))}
        </Sample>
      ))}
    </>
  );
}

export const pictureStories: Story[] = [
  {
    id: 'illustrations',
    title: 'Illustrations',
    description: 'What a list will hold, before it holds anything.',
    Component: Illustrations,
  },
  {
    id: 'vendor-logos',
    title: 'Vendor logos',
    description: 'Whose service it is. Vendors without a mark have their first letter.',
    Component: VendorLogos,
  },
];
