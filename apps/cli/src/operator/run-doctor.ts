import { EXIT } from '../program/exit-codes.ts';
import { examine } from './doctor/examine.ts';
import { printFindings } from './doctor/print-findings.ts';
import { readVariables } from './variables.ts';

const MS = 1_000;

export async function runDoctor(options: { variables?: string; timeout: number; json?: boolean }): Promise<void> {
  const findings = await examine(readVariables(options.variables), options.timeout * MS);
  await printFindings(findings, options.json ?? false);
  if (findings.some(({ status }) => status === 'failed')) process.exitCode = EXIT.failed;
}
