/** Operations of ours that the reference does not have, as `GET /path`, each with the reason why it is there. */
export const BEYOND_REFERENCE: Readonly<Record<string, string>> = {
  'GET /files/{folder}/{tenant_id}/{name}':
    'The reference stores files with a vendor that serves them itself; ours are served here, private ones by signed links.',
  'POST /agents/{agent_id}/test-call':
    'The reference has calls with direction `test` and no way to begin one: people talk to an agent before their customers do.',
  'GET /webhooks/endpoints': 'The reference has one webhook; whoever connects several systems needs one for each.',
  'POST /webhooks/endpoints': 'The same: each with its own events and signing secret.',
  'PATCH /webhooks/endpoints/{endpoint_id}': 'Its URL, its events, and whether it is enabled.',
  'DELETE /webhooks/endpoints/{endpoint_id}': 'A system that is no longer there.',
  'POST /webhooks/endpoints/{endpoint_id}/secret/rotate': 'As for the webhook of the reference.',
  'POST /webhooks/endpoints/{endpoint_id}/test': 'The same.',
  'GET /webhooks/deliveries': 'Whoever receives events must be able to see what was sent and what came back.',
  'GET /webhooks/deliveries/{delivery_id}': 'What a receiver did not understand is read as it was sent.',
  'POST /webhooks/deliveries/{delivery_id}/replay': 'What a receiver missed while it was broken is sent again by hand.',
  'POST /agency/sub-accounts/{sub_account_id}/suspend':
    'The reference shows whether a sub-account is suspended and has no way to suspend one.',
  'POST /agency/sub-accounts/{sub_account_id}/resume': 'The way back from a suspension.',
  'DELETE /agency/branding/logo': 'Who has uploaded a logo may want to be without one again.',
  'DELETE /agency/branding/favicon': 'The same for the favicon.',
  'GET /agency/branding/domain': 'A custom domain is served once it is proved; this tells its owner how.',
  'POST /agency/branding/domain/verify': 'Looks for the proof when its owner has put it in place.',
  'GET /agency/usage/unpriced':
    'The reference’s figures are whole numbers: only here can it be said that a cost is not known instead of 0.',
  'GET /agency/calls': 'An agency watches over the calls of all its clients without opening each of them.',
  'GET /agency/calls/events': 'The same, as calls begin and end.',
  'POST /auth/verify-email':
    'The reference lets anybody invite strangers in the name of an address that is not theirs: here it is verified first.',
  'POST /auth/resend-verification': 'The email with the link may not have arrived.',
  'PATCH /auth/me': 'Somebody who is signed in changes their own name and password without an email.',
  'POST /auth/logout-all': 'Who has lost a device, or fears for their password, ends every session at once.',
  'POST /tenants/me/webhook-secret/rotate':
    'A signing secret that has leaked is replaced without losing events: the old one signs too for a day.',
  'GET /tenants/me/time-zone': 'The reference counts days and does not say whose: ours are those of the account.',
  'PUT /tenants/me/time-zone': 'The same; a business counts the calls of its own days.',
  'GET /auth/members': 'Owners manage their colleagues; the reference knows users and has no way to add one.',
  'POST /auth/members': 'Invites a colleague.',
  'PATCH /auth/members/{user_id}': 'Changes a colleague’s role, or disables them.',
  'DELETE /auth/members/{user_id}': 'Removes a colleague, or withdraws an invitation.',
  'GET /webhooks/events/stream':
    'Whoever writes a receiver wants to see the events on a machine that no webhook reaches.',
  'POST /agents/check':
    'Agents that live in files are compared with what the API would store, and a dry run must find what it would refuse.',
  'GET /agents/names': 'Pickers need names, and not the prompts and settings of all agents.',
  'GET /agents/search':
    'The list of the reference is not paginated, and thousands of agents with their prompts are megabytes.',
  'GET /agency/agents/search': 'The list of the reference is not paginated.',
  'GET /agency/sub-accounts/search': 'The list of the reference is not paginated.',
  'GET /phone-numbers/search': 'The list of the reference is not paginated.',
  'GET /agents/options':
    'An editor must know which voices and settings each provider has, and which providers this installation can use.',
  'GET /calls/search':
    'The reference’s list knows two filters and carries every transcript; people look for a call by date, status and name.',
  'GET /calls/events': 'Whoever watches over calls must see them begin and end without asking again and again.',
  'GET /calls/{call_id}/events': 'A call is followed while it runs, turn by turn.',
  'POST /calls/{call_id}/listen': 'A transcript tells what an agent says, and only listening how.',
  'POST /calls/{call_id}/end': 'Whoever hears an agent go astray must be able to stop it.',
  'POST /webhooks/twilio/{tenant_id}/transfers/{transfer_id}/ask':
    'A call is passed on only to who takes it: Twilio asks here what they hear who are asked.',
  'POST /webhooks/twilio/{tenant_id}/transfers/{transfer_id}/answer': 'Whether they take it.',
  'POST /webhooks/twilio/{tenant_id}/transfers/{transfer_id}/status':
    'Whether they were reached at all, and when they hung up.',
  'POST /webhooks/twilio/{tenant_id}/transfers/{transfer_id}/machine': 'A machine has answered in their place.',
  'POST /webhooks/twilio/{tenant_id}/transfers/{transfer_id}/dialed':
    'What becomes of a caller when a call that was dialed for them is over.',
  'GET /audit-log': 'A log of who changed what is of use only to those who can read it.',
};

/** Fields of ours that the reference does not have, by name, each with the reason why it is there. */
export const FIELDS_BEYOND_REFERENCE: Readonly<Record<string, string>> = {
  interruption_sensitivity:
    'Whether somebody interrupts is decided here, the same with every provider; agents differ in how readily they yield.',
  backchannel_words: 'Callers of some trades and places listen with words of their own.',
  idle_reminder_count: 'The reference ends silent calls without a word; people are asked first whether they are there.',
  idle_reminder_seconds: 'The same: after how long.',
  idle_reminder_message: 'The same: in which words.',
  fallback_voice_providers: 'When a provider fails, another one takes over the call: which one is not ours to say.',
  outcome: 'A list of calls is read for what came of them, which a status and an end reason leave to guess.',
  price_cents: 'The reference shows what a call costs us, and not what its account pays for it.',
  max_caller_turn_seconds: 'Whoever never pauses would never be answered.',
};
