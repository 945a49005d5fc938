/** The tools every agent can be given; custom functions come beside them. */
export const BUILT_IN_TOOLS = [
  'end_call',
  'transfer_call',
  'send_sms',
  'check_availability',
  'book_appointment',
  'reschedule_appointment',
  'cancel_appointment',
  'schedule_callback',
  'add_tag',
  'remove_tag',
  'trigger_workflow',
  'create_opportunity',
  'update_opportunity_stage',
  'update_custom_fields',
  'add_note',
  'search_knowledge',
  'web_search',
  'x_search',
  'leave_voicemail',
  'send_dtmf',
] as const;
export type BuiltInTool = (typeof BUILT_IN_TOOLS)[number];

/** Those that calls can run. The others can be enabled already; no agent is offered them until they are built. */
export const TOOLS_OF_CALLS = ['end_call', 'send_sms'] as const satisfies readonly BuiltInTool[];
export type ToolOfCalls = (typeof TOOLS_OF_CALLS)[number];

/** What each of them does, as people read it who choose. */
export const TOOL_DESCRIPTIONS: Readonly<Record<BuiltInTool, string>> = {
  end_call: 'Hangs up when the conversation is over.',
  transfer_call: 'Passes the call on to a person.',
  send_sms: 'Sends a text to the caller or to a number they name.',
  check_availability: 'Looks up free times in the calendar.',
  book_appointment: 'Books an appointment in the calendar.',
  reschedule_appointment: 'Moves an appointment to another time.',
  cancel_appointment: 'Cancels an appointment.',
  schedule_callback: 'Arranges for the caller to be called back.',
  add_tag: 'Adds a tag to the contact.',
  remove_tag: 'Takes a tag away from the contact.',
  trigger_workflow: 'Starts a GoHighLevel workflow for the contact.',
  create_opportunity: 'Opens an opportunity in a pipeline.',
  update_opportunity_stage: 'Moves an opportunity to another stage.',
  update_custom_fields: 'Fills in the contact’s custom fields.',
  add_note: 'Leaves a note at the contact.',
  search_knowledge: 'Looks something up in the agent’s knowledge bases.',
  web_search: 'Searches the web.',
  x_search: 'Searches X.',
  leave_voicemail: 'Leaves a message at an answering machine.',
  send_dtmf: 'Presses keys, for the menus of phone systems.',
};
