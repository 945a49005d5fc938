/** What fields are called whose names say something else. */
const WORDS: Readonly<Record<string, string>> = {
  agent_id: 'agent',
  friendly_name: 'name',
  is_active: 'status',
  monthly_platform_fee_cents: 'platform fee',
  per_minute_rate_cents: 'price per minute',
  system_prompt: 'prompt',
};
/** More are counted instead. */
const MOST_NAMED = 3;

/** Goes before a thing: "the prompt and greeting of ", "7 settings of ", or nothing where no field was recorded. */
export function describeFields(fields: readonly string[]): string {
  const names = [...new Set(fields.map((field) => WORDS[field] ?? field.replaceAll('_', ' ')))];
  if (names.length === 0) return '';
  if (names.length > MOST_NAMED) return `${names.length} settings of `;
  return `the ${new Intl.ListFormat('en-US').format(names)} of `;
}
