import { EDITOR_TABS, type EditorTab } from '../editor-tabs.ts';
import type { SectionDefinition, SettingDefinition, SettingName } from '../setting-definition.ts';
import { advancedSection } from './advanced.ts';
import { calendarSection } from './calendar.ts';
import { channelsSection } from './channels.ts';
import { complianceSection } from './compliance.ts';
import { crmSection } from './crm.ts';
import { greetingSection } from './greeting.ts';
import { identitySection } from './identity.ts';
import { limitsSection } from './limits.ts';
import { listeningSection } from './listening.ts';
import { messagesSection } from './messages.ts';
import { toolsSection } from './tools.ts';
import { transfersSection } from './transfers.ts';
import { voiceSection } from './voice.ts';
import { voicemailSection } from './voicemail.ts';

/** The editor's sections, by the tab on which they stand. */
const SECTIONS_BY_TAB: Record<EditorTab, readonly SectionDefinition[]> = {
  prompt: [identitySection, greetingSection],
  voice: [voiceSection, listeningSection],
  functions: [toolsSection, transfersSection, calendarSection],
  channels: [channelsSection, messagesSection, crmSection, voicemailSection],
  advanced: [limitsSection, complianceSection, advancedSection],
};

export const sectionsOn = (tab: EditorTab): readonly SectionDefinition[] => SECTIONS_BY_TAB[tab];

export const SECTIONS = EDITOR_TABS.flatMap(sectionsOn);

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

/** The tab on which a setting stands. */
export const tabOf = (name: string): EditorTab | undefined =>
  EDITOR_TABS.find((tab) => sectionsOn(tab).some((section) => namesOf(section).some((each) => each === name)));
