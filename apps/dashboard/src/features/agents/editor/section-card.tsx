import { useWatch } from 'react-hook-form';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { classNames } from '#/components/class-names.ts';
import { appliesTo, isUsable, useAgentOptions, type AgentOptions } from '../agent-options.ts';
import { SettingControl } from './setting-control.tsx';
import type { AgentValues, SectionDefinition, SettingDefinition, SettingGroup } from './setting-definition.ts';
import { settingAnchor } from './setting-anchor.ts';

/** One section of the editor, with the settings that do something at the moment. */
export function SectionCard({ section }: { section: SectionDefinition }) {
  const values = useWatch<AgentValues>() as AgentValues;
  const options = useAgentOptions();
  const groups = section.groups
    .filter(({ isBuilt, needs }) => isBuilt !== false && isUsable(needs, options))
    .map((group) => ({ ...group, settings: group.settings.filter((setting) => isShown(setting, values, options)) }))
    .filter(({ settings }) => settings.length > 0);
  if (groups.length === 0) return null;
  return (
    <Card
      id={section.id}
      aria-label={section.title}
      className="scroll-mt-[calc(var(--covered)+3.75rem)] overflow-visible"
    >
      <CardHeader title={section.title} description={section.description} />
      <div className="divide-y divide-line">
        {groups.map((group, index) => (
          <Group key={group.title ?? index} group={group} />
        ))}
      </div>
    </Card>
  );
}

function isShown({ name, when }: SettingDefinition, values: AgentValues, options: AgentOptions): boolean {
  return appliesTo(options, values.voice_provider ?? null, name) && (when === undefined || when(values));
}

function Group({ group: { title, settings } }: { group: SettingGroup }) {
  return (
    <div className="grid gap-4 p-4">
      {title !== undefined && <h3 className="text-[13px] font-semibold">{title}</h3>}
      <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
        {settings.map((setting) => (
          <div
            key={setting.name}
            id={settingAnchor(setting.name)}
            className={classNames('min-w-0 scroll-mt-[calc(var(--covered)+2.75rem)]', setting.wide && 'sm:col-span-2')}
          >
            <SettingControl definition={setting} />
          </div>
        ))}
      </div>
    </div>
  );
}
