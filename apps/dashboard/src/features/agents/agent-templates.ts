import type { AgentCreate } from '@leadlock/agents/agents/schemas';

export interface AgentTemplate {
  id: string;
  label: string;
  description: string;
  industry: string | null;
  tools: NonNullable<AgentCreate['tools_enabled']>;
  /** What only the business knows. Each is asked for, and stands in the prompt where it was answered. */
  facts: readonly TemplateFact[];
  greeting: (business: string) => string;
  /** The instructions; `facts` is the finished list of what is known. */
  prompt: (business: string, facts: string) => string;
}

export interface TemplateFact {
  label: string;
  /** What an answer looks like. */
  example: string;
}

/** The facts that were answered, as a list for the prompt. What nobody answered is left out: the agent then offers a callback. */
export function writeFacts(facts: readonly TemplateFact[], answers: Readonly<Record<string, string>>): string {
  const known = facts.flatMap(({ label }) => {
    const answer = answers[label]?.trim();
    return answer ? [`- ${label}: ${answer.replaceAll(/\s+/g, ' ').replace(/\.$/, '')}.`] : [];
  });
  return known.length === 0
    ? '- You know no facts about the business yet. Offer a callback from a colleague.'
    : known.join('\n');
}

const HOURS: TemplateFact = { label: 'Opening hours', example: 'Monday to Friday, 8 am to 5 pm' };
const ADDRESS: TemplateFact = { label: 'Address', example: '12 Main Street, Springfield. Parking behind the house' };

const manners = `# How you speak
- This is a phone call. Say one or two short sentences at a time, then let the caller speak.
- Be warm and unhurried. Say numbers, times, and prices the way people say them.
- Ask one question at a time. Repeat names, numbers, and times back to confirm them.
- If you don’t know something, say so and offer a callback from a colleague. Never make up an answer.
- When the caller says goodbye, say goodbye and end the call.`;

/** Starting points for a prompt. */
export const TEMPLATES: readonly AgentTemplate[] = [
  {
    id: 'dental',
    label: 'Dental reception',
    description: 'Answers questions, takes appointment requests, and escalates emergencies.',
    industry: 'Dental practice',
    tools: ['end_call', 'send_sms'],
    facts: [
      HOURS,
      ADDRESS,
      { label: 'Services and prices', example: 'Cleaning $120, exam $90, whitening $350' },
      { label: 'Insurance', example: 'Delta Dental, Cigna, and MetLife' },
    ],
    greeting: (business) => `Thank you for calling ${business}. How can I help you today?`,
    prompt: (business, facts) => `# Who you are
You are the receptionist at ${business}, a dental practice. You answer the phone.

# What you do
- Answer questions about opening hours, the address, services, and prices from the facts below.
- Take appointment requests. Ask for the caller’s name, whether they are a new patient, the reason for the visit, and which days work for them. Say that the practice will confirm the time.
- Severe pain, swelling, or a knocked-out tooth is an emergency. Take the caller’s name and number first, and say that the dentist will call back right away. If they have trouble breathing or heavy bleeding, tell them to call 911.
- Don’t give medical advice, and don’t promise what insurance will cover.

# Facts
${facts}

${manners}`,
  },
  {
    id: 'home-services',
    label: 'Home services',
    description: 'For plumbers, electricians, and cleaners. Qualifies the job and takes the address.',
    industry: 'Home services',
    tools: ['end_call', 'send_sms'],
    facts: [
      { label: 'Services', example: 'Leaks, drains, water heaters, and remodels' },
      { label: 'Service area', example: 'Springfield and everything within 20 miles' },
      { label: 'Hours', example: 'Monday to Saturday, 7 am to 7 pm; emergencies 24/7' },
      { label: 'Prices', example: 'Service call $89, drain cleaning from $150' },
    ],
    greeting: (business) => `Hi, you’ve reached ${business}. What can we do for you?`,
    prompt: (business, facts) => `# Who you are
You answer the phone for ${business}, a home services company.

# What you do
- Find out what the caller needs: what is broken or wanted, when it started, and how urgent it is.
- Ask for their name, the address of the job, the best number to reach them, and which times work for them.
- Check that the address is in our service area. If it isn’t, politely say that we don’t serve it.
- Water that can’t be shut off, a smell of gas, or sparks are emergencies. If they smell gas, tell them to leave the house first, then call the gas company or 911. Otherwise, take the address and say that someone will call back within minutes.
- Only quote prices from the list below. For everything else, say that we quote after seeing the job.

# Facts
${facts}

${manners}`,
  },
  {
    id: 'blank',
    label: 'Blank',
    description: 'Phone etiquette only. Write the rest yourself.',
    industry: null,
    tools: ['end_call'],
    facts: [HOURS, ADDRESS, { label: 'What callers ask about', example: 'Prices, services, and delivery times' }],
    greeting: (business) => `Thank you for calling ${business}. How can I help?`,
    prompt: (business, facts) => `# Who you are
You answer the phone for ${business}.

# What you do
- Answer questions from the facts below.
- For anything else, take a message: the caller’s name, number, and what it is about. Say that a colleague will call back.

# Facts
${facts}

${manners}`,
  },
];

const BLANK = TEMPLATES.find(({ id }) => id === 'blank');
/** Industries of the setup whose calls go like those of a template. */
const INDUSTRY_TEMPLATES: Readonly<Record<string, string>> = {
  'Dental practice': 'dental',
  'Home services': 'home-services',
  Roofing: 'home-services',
  'Plumbing and heating': 'home-services',
};

/** The template that suits an industry best. */
export const templateFor = (industry: string | null): AgentTemplate | undefined =>
  TEMPLATES.find(({ id }) => id === INDUSTRY_TEMPLATES[industry ?? '']) ?? (industry === null ? undefined : BLANK);
