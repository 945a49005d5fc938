import type { SystemContext, ToolOffer } from '@leadlock/context/context';
import type { ToolSetting } from './tool-site.ts';

/** The tools that an agent is given: those that are built, enabled and of use where it speaks. */
export const offeredTools = ({ tools }: Pick<SystemContext, 'tools'>, setting: ToolSetting): ToolOffer[] =>
  tools.flatMap((tool) => tool.offer(setting) ?? []);
