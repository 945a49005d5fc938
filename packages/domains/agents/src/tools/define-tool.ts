import type { TenantContext, Tool, ToolConduct, ToolOffer, ToolResult } from '@leadlock/context/context';
import { z } from 'zod';
import type { BuiltInTool } from '../agents/built-in-tools.ts';
import type { AgentSettings } from '../agents/settings.ts';
import type { ToolSetting, ToolSite } from './tool-site.ts';

/** Tells the model that nothing was done, and why: it can tell the person. */
export const refusal = (error: string): ToolResult => ({ error });

export interface ToolSpecification<Input extends z.ZodType> {
  name: BuiltInTool;
  /** For the model; of the agent's settings where they say what it can do. */
  description: string | ((settings: AgentSettings) => string);
  /** The arguments object; of the agent's settings where they say what can be given. */
  input: Input | ((settings: AgentSettings) => Input);
  /** Whether an agent has it enabled; absent: where its settings name it among the tools. */
  isEnabled?: (settings: AgentSettings) => boolean;
  /** Whether an agent that has it enabled is offered it. Absent: everywhere. */
  isOffered?: (setting: ToolSetting) => boolean;
  /** A call ends after it. */
  endsCall?: boolean;
  /** When it succeeds, a person has the call: it goes on without the agent. */
  handsOver?: boolean;
  /** How it is used in a call, where that differs from other tools. */
  conduct?: (settings: AgentSettings) => ToolConduct;
  run: (ctx: TenantContext, site: ToolSite, args: z.output<Input>) => Promise<ToolResult> | ToolResult;
}

interface AgentTool extends Tool {
  offer(setting: ToolSetting): ToolOffer | null;
  run(ctx: TenantContext, site: ToolSite, args: Record<string, unknown>): Promise<ToolResult>;
}

/** A tool of the domain that owns what it does. List it in the domain's manifest. */
export function defineTool<Input extends z.ZodType>({
  name,
  description,
  input,
  isEnabled = ({ tools_enabled }) => tools_enabled?.includes(name) ?? false,
  isOffered = () => true,
  endsCall = false,
  handsOver = false,
  conduct,
  run,
}: ToolSpecification<Input>): AgentTool {
  const inputFor = ({ settings }: ToolSetting['agent']): Input =>
    typeof input === 'function' ? input(settings) : input;
  return {
    name,
    endsCall,
    handsOver,
    offer(setting) {
      if (!isEnabled(setting.agent.settings) || !isOffered(setting)) return null;
      const { $schema: _dialect, ...schema } = z.toJSONSchema(inputFor(setting.agent), { io: 'input' });
      const { settings } = setting.agent;
      return {
        name,
        description: typeof description === 'function' ? description(settings) : description,
        parameters: { required: [], ...schema, additionalProperties: false },
        ...(conduct && { conduct: conduct(settings) }),
      };
    },
    async run(ctx, site, given) {
      const args = inputFor(site.agent).safeParse(given);
      if (!args.success) return refusal(`Invalid arguments: ${z.prettifyError(args.error)}`);
      return run(ctx, site, args.data);
    },
  };
}
