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

export const settingsOf = (section: SectionDefinition): SettingDefinition[] =>
  section.groups.flatMap(({ settings }) => settings);

/** What a setting is called in the editor. */
export const labelOf = (name: string): string =>
  SECTIONS.flatMap(settingsOf).find((setting) => setting.name === name)?.label ?? name;

/** Settings that are changed inside another one's control. */
export const WITHIN_OTHERS: readonly SettingName[] = ['tool_instructions'];
