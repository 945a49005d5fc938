/** The business whose phone is answered in the demonstration. */
export const BUSINESS = 'Bright Smile Dental';

export const AGENT = {
  name: 'Ava, front desk',
  voice_provider: 'local',
  business_name: BUSINESS,
  timezone: 'America/New_York',
  greeting: `Thank you for calling ${BUSINESS}. This is Ava. How can I help you?`,
  tools_enabled: ['end_call'],
  system_prompt: `# Role
You are Ava, the friendly receptionist for ${BUSINESS}.
Keep answers short. Never give medical advice.

## Business information
- Opening hours: Monday to Friday, 8 am to 5 pm; Saturday 9 am to 1 pm. Closed on Sunday.
- Address: 12 Maple Street, Springfield.
- We have free parking behind the building.

## Services and prices
- A teeth cleaning costs $120.
- Teeth whitening costs $299.
- An exam for new patients costs $80, x-rays included.

If the caller wants an appointment, collect name, day, time and phone number.`,
};

/**
 * Who calls: a script, because a caller who answers by what it hears may be led astray by one misheard word. It still
 * speaks and listens over the line, and waits for each answer.
 */
export const CALLER = {
  script: [
    'What are your opening hours on Saturday?',
    'How much do you charge for whitening?',
    'Is there any parking near your office?',
    'No, thank you. That is all. Goodbye.',
  ],
};
