import { AudioLines } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { FormProvider, useFormState, useWatch } from 'react-hook-form';
import { inBackground } from '#/in-background.ts';
import { FormError } from '#/components/ui/form.tsx';
import { SideDock } from '#/components/ui/side-dock.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { useWhenIdle } from '#/components/use-when-idle.ts';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useShortcut } from '#/shell/use-shortcut.ts';
import { isUsable, useAgentOptions } from '../agent-options.ts';
import { changedSettings, type Agent } from './agent-values.ts';
import { EDITOR_TABS, type EditorTab } from './editor-tabs.ts';
import { SaveBar } from './save-bar.tsx';
import { SavedValues } from './saved-values.ts';
import { SectionCard } from './section-card.tsx';
import { labelOf, sectionsOn, tabOf } from './sections/index.ts';
import { goToSetting } from './setting-anchor.ts';
import type { AgentValues, SettingName } from './setting-definition.ts';
import { TabLinks } from './tab-links.tsx';
import { useAgentForm, type AgentForm } from './use-agent-form.ts';

// Editing does not wait for what talks.
const TestDock = lazy(async () => ({ default: (await import('./test-dock.tsx')).TestDock }));

interface AgentEditorProps {
  agent: Agent;
  tab: EditorTab;
  onTabChange: (tab: EditorTab) => Promise<void>;
}

/** Every setting of an agent, tab by tab, saved together. */
export function AgentEditor({ agent, tab, onTabChange }: AgentEditorProps) {
  const options = useAgentOptions();
  const isIdle = useWhenIdle();
  const show = async (name: SettingName): Promise<void> => {
    const place = tabOf(name);
    if (place !== undefined && place !== tab) await onTabChange(place);
    goToSetting(name);
  };
  const editing = useAgentForm(agent, (name) => inBackground(show(name)));
  return (
    <FormProvider {...editing.form}>
      <SavedValues value={editing.saved}>
        <Navigation editing={editing} tab={tab} />
        <SideDock
          title="Test"
          trigger={
            <>
              <AudioLines />
              Test these settings
            </>
          }
          dock={
            isIdle ? (
              <Suspense fallback={<Skeleton className="h-88" />}>
                <TestDock agent={agent} />
              </Suspense>
            ) : (
              <Skeleton className="h-88" />
            )
          }
        >
          <form
            noValidate
            aria-label="Settings"
            className="grid min-w-0 gap-5 max-xl:max-w-4xl"
            onSubmit={(event) => {
              event.preventDefault();
              inBackground(editing.save());
            }}
          >
            <FormError message={editing.problem} title="Couldn’t save the agent" />
            {sectionsOn(tab)
              .filter((section) => isUsable(section.needs, options))
              .map((section) => (
                <SectionCard key={section.id} section={section} />
              ))}
            <Saving editing={editing} />
          </form>
        </SideDock>
      </SavedValues>
    </FormProvider>
  );
}

function useChanges({ form, saved }: AgentForm): string[] {
  const values = useWatch({ control: form.control }) as AgentValues;
  return useMemo(() => Object.keys(changedSettings(saved, values)), [saved, values]);
}

function Navigation({ editing, tab }: { editing: AgentForm; tab: EditorTab }) {
  const { errors } = useFormState({ control: editing.form.control });
  const changes = useChanges(editing);
  return <TabLinks tabs={EDITOR_TABS} current={tab} edited={tabsOf(changes)} wrong={tabsOf(Object.keys(errors))} />;
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

/** The tabs on which some settings stand. */
const tabsOf = (names: readonly string[]): Set<EditorTab> => new Set(names.flatMap((name) => tabOf(name) ?? []));
