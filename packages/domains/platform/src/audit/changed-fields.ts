/** What fields are called whose names say something else. */
const WORDS: Readonly<Record<string, string>> = {
  agent_id: 'agent',
  // Given to set a new one.
  current_password: 'password',
  friendly_name: 'name',
  enabled: 'status',
  full_name: 'name',
  is_active: 'status',
  monthly_platform_fee_cents: 'platform fee',
  new_password: 'password',
  per_minute_rate_cents: 'price per minute',
  system_prompt: 'prompt',
  url: 'URL',
};
/** More are counted instead. */
const MOST_NAMED = 3;

const namesOf = (fields: readonly string[]): string[] => [
  ...new Set(fields.map((field) => WORDS[field] ?? field.replaceAll('_', ' '))),
];

const listed = (names: readonly string[]): string => new Intl.ListFormat('en-US').format(names);

/** Goes before a thing: "the prompt and greeting of ", "7 settings of ", or nothing where no field was recorded. */
export function describeFields(fields: readonly string[]): string {
  const names = namesOf(fields);
  if (names.length === 0) return '';
  if (names.length > MOST_NAMED) return `${names.length} settings of `;
  return `the ${listed(names)} of `;
}

/** What somebody changed of themselves: "their name and password". */
export function describeOwnFields(fields: readonly string[]): string {
  const names = namesOf(fields);
  return `their ${names.length === 0 ? 'profile' : listed(names)}`;
}
