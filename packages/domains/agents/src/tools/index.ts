export { defineTool, refusal } from './define-tool.ts';
export { offeredTools } from './offered-tools.ts';
export { runTool, type ToolOutcome, type ToolUse } from './run-tool.ts';
export type { Exchange, ToolSetting, ToolSite } from './tool-site.ts';
