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
