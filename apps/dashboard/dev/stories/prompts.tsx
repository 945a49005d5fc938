import { AudioLines } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Field } from '#/components/ui/field.tsx';
import { PromptEditor } from '#/components/ui/prompt-editor.tsx';
import { SideDock } from '#/components/ui/side-dock.tsx';
import { TextChanges } from '#/components/ui/text-changes.tsx';
import { promptMarks } from '#/features/agents/editor/prompt-marks.ts';
import { Sample, type Story } from '../story.tsx';

const SAVED = `You are {{agent_name}}, the receptionist of {{business_name}}.

Hours: [Monday to Friday, from when to when]
Answer in one or two sentences. Never promise a price.`;
const EDITED =
  SAVED.replace('one or two sentences', 'one short sentence').replace(
    '[Monday to Friday, from when to when]',
    'Monday to Friday, 8 to 5',
  ) + '\n\nAsk {{caller}} for their name.';

const marksIn = promptMarks(new Set(['agent_name', 'business_name']));

function Prompts() {
  const [text, setText] = useState(EDITED);
  const [empty, setEmpty] = useState('');
  return (
    <>
      <Sample title="Variables, blanks, changes">
        <Field label="Prompt" required>
          <PromptEditor value={text} onValueChange={setText} saved={SAVED} marksIn={marksIn} maxLength={400} />
        </Field>
      </Sample>
      <Sample title="Empty, with an error">
        <Field label="Prompt" error="Write a prompt">
          <PromptEditor value={empty} onValueChange={setEmpty} marksIn={marksIn} placeholder="You are …" />
        </Field>
      </Sample>
      <Sample title="Changes">
        <TextChanges before={SAVED} after={EDITED} />
      </Sample>
    </>
  );
}

function Docks() {
  return (
    <Sample title="Beside what is edited, or in a sheet">
      <SideDock
        title="Test"
        trigger={
          <>
            <AudioLines />
            Test these settings
          </>
        }
        dock={
          <Card>
            <EmptyState
              icon={<AudioLines />}
              title="Start a test call"
              action={<Button variant="primary">Start talking</Button>}
            />
          </Card>
        }
      >
        <Card>
          <CardBody className="h-96">The editor.</CardBody>
        </Card>
      </SideDock>
    </Sample>
  );
}

export const promptStories: Story[] = [
  { id: 'prompt', title: 'Prompt editor', description: 'A long text with variables and blanks.', Component: Prompts },
  { id: 'dock', title: 'Side dock', description: 'Something to use beside what is worked on.', Component: Docks },
];
