/** What an agent did with a tool, for people: when it worked, and what it could not do when it didn't. */
interface ToolPhrase {
  /** "Transferred the call to Dana" */
  done: (given: Given) => string;
  /** What comes after "Couldn’t": "transfer the call to Dana" */
  wanted: (given: Given) => string;
}

/** Texts of a tool's arguments and result, by name; models may give anything. */
type Given = (name: string) => string | null;

const MOST_LETTERS = 140;

const fixed = (done: string, wanted: string): ToolPhrase => ({ done: () => done, wanted: () => wanted });
const quoted = (text: string | null): string => (text === null ? '' : `: “${text}”`);
const to = (given: Given): string => (given('to') === null ? '' : ` to ${given('to')}`);
const about = (given: Given): string => (given('query') === null ? '' : ` for “${given('query')}”`);
const searching = (where: string): ToolPhrase => ({
  done: (given) => `Searched ${where}${about(given)}`,
  wanted: (given) => `search ${where}${about(given)}`,
});

const PHRASES: Readonly<Record<string, ToolPhrase>> = {
  end_call: { done: (given) => `Ended the call${quoted(given('reason'))}`, wanted: () => 'end the call' },
  transfer_call: {
    done: (given) => `Transferred the call to ${given('target') ?? 'a person'}`,
    wanted: (given) => `transfer the call to ${given('target') ?? 'a person'}`,
  },
  send_sms: {
    done: (given) => `Sent a text${to(given)}${quoted(given('message'))}`,
    wanted: (given) => `send a text${to(given)}${quoted(given('message'))}`,
  },
  check_availability: fixed('Checked for free times', 'check for free times'),
  book_appointment: fixed('Booked an appointment', 'book an appointment'),
  reschedule_appointment: fixed('Rescheduled an appointment', 'reschedule an appointment'),
  cancel_appointment: fixed('Canceled an appointment', 'cancel an appointment'),
  schedule_callback: fixed('Scheduled a callback', 'schedule a callback'),
  add_tag: fixed('Added a tag to the contact', 'add a tag to the contact'),
  remove_tag: fixed('Removed a tag from the contact', 'remove a tag from the contact'),
  trigger_workflow: fixed('Started a workflow for the contact', 'start a workflow for the contact'),
  create_opportunity: fixed('Created an opportunity', 'create an opportunity'),
  update_opportunity_stage: fixed('Moved an opportunity to another stage', 'move an opportunity to another stage'),
  update_custom_fields: fixed('Updated the contact’s custom fields', 'update the contact’s custom fields'),
  add_note: fixed('Added a note to the contact', 'add a note to the contact'),
  search_knowledge: searching('the knowledge bases'),
  web_search: searching('the web'),
  x_search: searching('X'),
  leave_voicemail: fixed('Left a voicemail', 'leave a voicemail'),
  send_dtmf: {
    done: (given) => `Pressed ${given('keys') ?? 'keys'}`,
    wanted: (given) => `press ${given('keys') ?? 'keys'}`,
  },
};

export interface UsedTool {
  name: string;
  arguments: unknown;
  result: unknown;
  /** Null while it runs. */
  success: boolean | null;
}

/** What the agent did, in a few words: "Sent a text to +1…: “See you at ten.”". A custom function is called by its name. */
export function toolPhrase({ name, arguments: args, result, success }: UsedTool): string {
  const phrase = Object.hasOwn(PHRASES, name) ? PHRASES[name] : undefined;
  if (!phrase) return success === false ? `${name} failed` : name;
  const given: Given = (field) => textIn(result, field) ?? textIn(args, field);
  if (success === false) return `Couldn’t ${phrase.wanted(given)}`;
  return success === null ? capitalized(phrase.wanted(given)) : phrase.done(given);
}

function textIn(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
  const text: unknown = Reflect.get(value, name);
  if (typeof text !== 'string' || text.trim() === '') return null;
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS).trimEnd()}…` : line;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
