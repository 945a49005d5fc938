import type { SectionDefinition, SettingDefinition, SettingName } from '../setting-definition.ts';
import { advancedSection } from './advanced.ts';
import { calendarSection } from './calendar.ts';
import { complianceSection } from './compliance.ts';
import { greetingSection } from './greeting.ts';
import { identitySection } from './identity.ts';
import { limitsSection } from './limits.ts';
import { listeningSection } from './listening.ts';
import { messagesSection } from './messages.ts';
import { toolsSection } from './tools.ts';
import { transfersSection } from './transfers.ts';
import { voiceSection } from './voice.ts';
import { voicemailSection } from './voicemail.ts';

/** The editor from top to bottom. */
export const SECTIONS: readonly SectionDefinition[] = [
  identitySection,
  greetingSection,
  voiceSection,
  listeningSection,
  toolsSection,
  transfersSection,
  calendarSection,
  messagesSection,
  voicemailSection,
  limitsSection,
  complianceSection,
  advancedSection,
];

const settingsOf = (section: SectionDefinition): SettingDefinition[] =>
  section.groups.flatMap(({ settings }) => settings);

/** The names of all settings that a section changes. */
export const namesOf = (section: SectionDefinition): SettingName[] =>
  settingsOf(section).flatMap(({ name, also = [] }) => [name, ...also]);

/** The place in the editor where a setting is changed. */
export const placeOf = (name: string): SettingDefinition | undefined =>
  SECTIONS.flatMap(settingsOf).find((setting) => [setting.name, ...(setting.also ?? [])].some((each) => each === name));

/** What a setting is called in the editor. */
export const labelOf = (name: string): string => placeOf(name)?.label ?? name;
