export interface ToolOutcome {
  ok: boolean;
  /** What the tool says in words a caller may hear, if anything. */
  text: string | null;
}

/** Reads a tool's output, which is JSON or plain text. A caller hears its sentences, never its data or its errors. */
export function readToolOutput(output: string): ToolOutcome {
  let value: unknown;
  try {
    value = JSON.parse(output);
  } catch {
    return /^\s*(?:error|failed)\b/i.test(output) ? { ok: false, text: null } : { ok: true, text: plain(output) };
  }
  if (typeof value !== 'object' || value === null) return { ok: value !== false && value !== null, text: plain(value) };
  const fields = value as Record<string, unknown>;
  const failed = fields['success'] === false || fields['ok'] === false || Boolean(fields['error']);
  const spoken = ['message', 'answer', 'result', 'summary', 'text', 'content', 'detail'].map((key) =>
    plain(fields[key]),
  );
  return { ok: !failed, text: spoken.find((text) => text !== null) ?? (failed ? null : readFields(fields)) };
}

const plain = (value: unknown): string | null =>
  typeof value === 'string' && /[a-z]{2}/i.test(value) && value.length <= 600 ? value.trim() : null;

/** "status: shipped, carrier: UPS": what a small record of plain values says. */
function readFields(fields: Record<string, unknown>): string | null {
  const lines = Object.entries(fields)
    .filter(
      ([key, value]) =>
        !/^(?:success|ok|status_?code|id|.*_id)$/i.test(key) && /^(?:string|number)$/.test(typeof value),
    )
    .map(([key, value]) => `${key.replace(/[_-]/g, ' ')}: ${String(value)}`);
  return lines.length > 0 && lines.length <= 6 ? `${lines.join(', ')}.` : null;
}
