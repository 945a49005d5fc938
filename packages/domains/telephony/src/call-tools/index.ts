export { runCallTool } from './run-call-tool.ts';
