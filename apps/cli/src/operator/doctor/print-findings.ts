import { countOf } from '../../program/formats.ts';
import { write, writeJson } from '../../program/output.ts';
import { printable, styled } from '../../program/terminal-text.ts';
import type { Finding, Status } from './finding.ts';

const COLOR: Record<Status, 'green' | 'yellow' | 'red'> = { ok: 'green', warning: 'yellow', failed: 'red' };

const count = (findings: readonly Finding[], status: Status): number =>
  findings.filter((finding) => finding.status === status).length;

/** A line for each finding and one with their sum; with `json` one document. */
export async function printFindings(findings: readonly Finding[], json: boolean): Promise<void> {
  const [failures, warnings] = [count(findings, 'failed'), count(findings, 'warning')];
  if (json) {
    await writeJson({ ok: failures === 0, failures, warnings, findings });
    return;
  }
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(({ check, status, detail, remedy }) => {
    const advice = remedy === undefined ? '' : styled('dim', ` — ${printable(remedy)}`);
    return `${styled(COLOR[status], status.padEnd(7))}  ${check.padEnd(width)}  ${printable(detail)}${advice}`;
  });
  const sum =
    failures + warnings === 0
      ? 'All checks passed.'
      : `${countOf(failures, 'failure')}, ${countOf(warnings, 'warning')}.`;
  await write(`${[...lines, '', sum].join('\n')}\n`);
}
