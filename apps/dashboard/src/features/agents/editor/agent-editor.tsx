import { useMemo } from 'react';
import { FormProvider, useFormState, useWatch } from 'react-hook-form';
import { inBackground } from '#/in-background.ts';
import { FormError } from '#/components/ui/form.tsx';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useShortcut } from '#/shell/use-shortcut.ts';
import { changedSettings, type Agent } from './agent-values.ts';
import { SaveBar } from './save-bar.tsx';
import { SectionCard } from './section-card.tsx';
import { SectionNav } from './section-nav.tsx';
import { labelOf, namesOf, SECTIONS } from './sections/index.ts';
import { goToSetting } from './setting-anchor.ts';
import type { AgentValues } from './setting-definition.ts';
import { useAgentForm, type AgentForm } from './use-agent-form.ts';
import { useVisibleSection } from './use-visible-section.ts';

const SECTION_IDS = SECTIONS.map(({ id }) => id);

/** Every setting of an agent, section by section, saved together. */
export function AgentEditor({ agent }: { agent: Agent }) {
  const editing = useAgentForm(agent, goToSetting);
  return (
    <FormProvider {...editing.form}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-5 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <Navigation editing={editing} />
        <form
          noValidate
          aria-label="Settings"
          className="grid min-w-0 gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            inBackground(editing.save());
          }}
        >
          <FormError message={editing.problem} title="Couldn’t save the agent" />
          {SECTIONS.map((section) => (
            <SectionCard key={section.id} section={section} />
          ))}
          <Saving editing={editing} />
        </form>
      </div>
    </FormProvider>
  );
}

function useChanges({ form, saved }: AgentForm): string[] {
  const values = useWatch({ control: form.control }) as AgentValues;
  return useMemo(() => Object.keys(changedSettings(saved, values)), [saved, values]);
}

function Navigation({ editing }: { editing: AgentForm }) {
  const { errors } = useFormState({ control: editing.form.control });
  const changes = useChanges(editing);
  const current = useVisibleSection(SECTION_IDS);
  return (
    <SectionNav
      sections={SECTIONS}
      current={current}
      edited={sectionsOf(changes)}
      wrong={sectionsOf(Object.keys(errors))}
    />
  );
}

function Saving({ editing }: { editing: AgentForm }) {
  const { isSubmitting } = useFormState({ control: editing.form.control });
  const changes = useChanges(editing);
  useUnsavedGuard(changes.length > 0, 'You have unsaved changes to this agent.');
  useShortcut('s', () => void editing.save());
  return (
    <SaveBar
      changed={[...new Set(changes.map(labelOf))]}
      saving={isSubmitting}
      onSave={() => void editing.save()}
      onDiscard={editing.discard}
    />
  );
}

/** The sections in which some settings stand. */
const sectionsOf = (names: readonly string[]): Set<string> =>
  new Set(SECTIONS.filter((section) => namesOf(section).some((name) => names.includes(name))).map(({ id }) => id));
