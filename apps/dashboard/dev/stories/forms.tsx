import { useState } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { FormActions, FormError, FormSection } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { Sample, type Story } from '../story.tsx';

function Forms() {
  const [name, setName] = useState('Ava');
  const [error, setError] = useState<string | null>(null);
  return (
    <>
      <Sample title="Sections and saving">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setError('the name is taken');
          }}
        >
          <FormError message={error} title="Couldn’t save the agent" />
          <FormSection title="Identity" description="Who the agent is.">
            <Field label="Name">
              <Input value={name} onChange={(event) => setName(event.currentTarget.value)} />
            </Field>
          </FormSection>
          <FormActions dirty={name !== 'Ava'} onReset={() => setName('Ava')} />
        </form>
      </Sample>
      <Sample title="Error">
        <FormError title="Couldn’t save the agent" message="another agent has this name" />
      </Sample>
      <Sample title="Unsaved and saving">
        <FormActions dirty saving onReset={() => undefined}>
          <Button>Preview</Button>
        </FormActions>
      </Sample>
    </>
  );
}

export const formStories: Story[] = [
  { id: 'forms', title: 'Forms', description: 'Sections, errors, and the line that saves.', Component: Forms },
];
