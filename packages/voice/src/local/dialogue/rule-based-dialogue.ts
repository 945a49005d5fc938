import type { HistoryItem, ToolDefinition } from '../../contracts/realtime-provider.ts';
import { say, type Dialogue, type DialogueConfig, type DialogueStep } from './dialogue.ts';
import { intentOf, type Intent } from './intents.ts';
import { readPrompt } from './prompt-knowledge.ts';
import { saidAtOnce } from './several-wishes.ts';
import { saysGoodbye, saysNo, saysYes, timeIn } from './spoken-details.ts';
import { createTask, type Task } from './task.ts';
import { readToolOutput } from './tool-output.ts';

export interface RuleBasedDialogueConfig extends DialogueConfig {
  /** Today, for "tomorrow" and "next Tuesday". */
  now?: () => Date;
}

/** What the agent said last, '' when it has said nothing. */
const lastOfAgent = (history: readonly HistoryItem[]): string =>
  history.flatMap((item) => (item.kind === 'said' && item.by === 'agent' ? [item.text] : [])).at(-1) ?? '';

const ANYTHING_ELSE = 'Is there anything else I can help you with?';
/** A call of a tool that has no result yet. */
interface Running {
  name: string;
  /** What it asks for. */
  wants: string;
  task: Task;
}

const NOBODY =
  'I am sorry, I could not reach anyone who can talk to you now, but I can take a message and have someone call you back. ';
const ONE_MOMENT = 'One moment, please.';
/** What is looked for on X. */
const POSTS = /\b(?:on x|twitter|tweets?|tweeted|posts?|posted)\b/i;
const STILL_HERE = 'Yes, I am here. ';
/** Whoever has heard less of what came of a tool was not told. */
const HEARD_SHARE = 0.6;
/** Nobody asks for something in fewer words. */
const SHORTEST_WISH = 3;
const REPEAT = [
  'Sorry, I did not catch that. Could you say it again?',
  'I am sorry, I still did not understand. Please say it once more.',
];

/**
 * An agent that follows its prompt by rules: it answers with the prompt's own sentences, gathers details by asking,
 * reads them back and calls the tools it was given. What the prompt does not say it does not know: it takes a message.
 * The same words always give the same answers.
 */
export function ruleBasedDialogue(config: RuleBasedDialogueConfig): Dialogue {
  let { tools, instructions } = config;
  const now = config.now ?? (() => new Date());
  let knowledge = readPrompt(instructions);
  const tool = (name: string): ToolDefinition | null => tools.find((tool) => tool.name === name) ?? null;
  let task: Task | null = null;
  /** Tasks whose tools were called and have not answered. */
  let running: Running[] = [];
  /** The call that was not made, or taken back, last. */
  let takenBack: Running | null = null;
  /** What the last answer tells: the result of a tool, or a fact. */
  let telling: { text: string; isResult: boolean } | null = null;
  /** What was to be told and was not heard. */
  let untold = '';
  /** Kept over the tasks of a call: nobody is asked for their name twice. */
  let details: Task['details'] = { other: {} };
  // Whoever takes over in the middle does not greet again.
  let lastSaid = lastOfAgent(config.history ?? []);
  let lastFact: string | null = null;
  let lastQuestion = '';
  let misunderstood = 0;
  /** What the caller said when an appointment was offered. */
  let offered: string | null = null;

  const bookingTool = (kind: 'booking' | 'message'): ToolDefinition | null =>
    (kind === 'booking' ? tool('book_appointment') : null) ?? tool('schedule_callback');

  function greeting(): DialogueStep {
    const scripted = /\b(?:greet|begin|start|open|answer)\b[^"“\n]*["“]([^"”\n]+)["”]/i.exec(instructions)?.[1];
    if (scripted) return say(scripted);
    const { agentName, businessName } = knowledge;
    const from = businessName ? ` from ${businessName}` : '';
    if (agentName) return say(`Hello, this is ${agentName}${from}. How can I help you?`);
    return say(
      businessName ? `Hello, you have reached ${businessName}. How can I help you?` : 'Hello. How can I help you?',
    );
  }

  function goodbye(): DialogueStep {
    task = null;
    const thanks = knowledge.businessName
      ? `Thank you for calling ${knowledge.businessName}.`
      : 'Thank you for calling.';
    return { say: `${thanks} Goodbye.`, toolCalls: tool('end_call') ? [endCall()] : [] };
  }

  function endCall(): DialogueStep['toolCalls'][number] {
    const reason = (tool('end_call')?.parameters['properties'] as Record<string, unknown> | undefined)?.['reason'];
    return { name: 'end_call', arguments: reason ? { reason: 'The caller needs nothing else.' } : {} };
  }

  function start(kind: Task['kind'], heard: string, taskTool: ToolDefinition | null, before = ''): DialogueStep {
    task = createTask(kind, heard, taskTool, details);
    task.absorb(heard, now());
    return proceed(task, before);
  }

  /** Asks for what the task still lacks, reads it back, or does it. */
  function proceed(current: Task, before = ''): DialogueStep {
    const step = current.next();
    if (step.kind === 'ask' || step.kind === 'confirm') return say(`${before}${step.say}`);
    if (step.kind === 'call') {
      details = { ...current.details, message: undefined, other: {} };
      running.push({ name: step.call.name, wants: JSON.stringify(step.call), task: current });
      task = null;
      return { say: `${before}${ONE_MOMENT}`, toolCalls: [step.call] };
    }
    task = null;
    return say(`${before}${step.say} ${ANYTHING_ELSE}`);
  }

  function answer(heard: string): DialogueStep {
    // "How much does that cost?" is about what was talked of before.
    const about = /\b(?:that|it|this|those|they)\b/i.test(heard) ? ` ${details.request ?? lastQuestion}` : '';
    const fact = knowledge.answer(heard + about) ?? knowledge.answer(heard);
    lastQuestion = heard;
    if (fact) return state(fact);
    const search = tool('search_knowledge') ?? tool(POSTS.test(heard) ? 'x_search' : 'web_search');
    if (search) {
      task = createTask('search', heard, search, { ...details, request: heard, other: {} });
      return proceed(task);
    }
    return takeMessage(heard);
  }

  function state(fact: string): DialogueStep {
    lastFact = fact;
    telling = { text: fact, isResult: false };
    return say(fact);
  }

  function takeMessage(heard: string): DialogueStep {
    task = createTask('message', heard, null, details);
    return proceed(task, 'I do not have that information, but I can take a message and have someone call you back. ');
  }

  function sendText(heard: string): DialogueStep {
    const sms = tool('send_sms');
    if (!sms) return start('message', heard, null);
    const asked = heard.replace(/\b(?:text|send|message|sms|phone|details?|information|info)\b/gi, ' ');
    const message = knowledge.answer(asked) ?? lastFact;
    if (!message) return takeMessage(heard);
    const from = knowledge.businessName ? `${knowledge.businessName}: ` : '';
    task = createTask('text', heard, sms, details);
    task.details.message = `${from}${message}`;
    task.absorb(heard, now());
    return proceed(task);
  }

  function respond(intent: Intent, heard: string): DialogueStep {
    switch (intent.kind) {
      case 'goodbye':
        return goodbye();
      case 'human':
        return tool('transfer_call')
          ? start('transfer', heard, tool('transfer_call'))
          : start(
              'message',
              heard,
              null,
              'I cannot connect you from here, but I can take a message and have someone call you back. ',
            );
      case 'text':
        return sendText(heard);
      case 'booking':
        return start('booking', heard, bookingTool('booking'));
      case 'message':
        return start('message', heard, bookingTool('message'));
      case 'tool':
        return start('tool', heard, intent.tool);
      case 'greeting':
        return say('Hello! How can I help you?');
      case 'thanks':
        return say(`You are welcome. ${ANYTHING_ELSE}`);
      case 'yes':
        return say('Sure, what can I do for you?');
      case 'no':
        return goodbye();
      case 'question':
        return answer(heard);
      default:
        return statement(heard);
    }
  }

  /** What is neither asked nor wanted is a problem to solve: say what is known about it, and offer to pass it on. */
  function statement(heard: string): DialogueStep {
    const fact = knowledge.answer(heard);
    if (fact) {
      lastFact = fact;
      offered = heard;
      return say(`${fact} Would you like to make an appointment for that?`);
    }
    const kind = timeIn(heard, now()) ? 'booking' : 'message';
    return start(kind, heard, bookingTool(kind), 'I can take your details so that we can help you with that. ');
  }

  /** The answer to an offer of an appointment; null when it is about something else. */
  function afterOffer(problem: string, heard: string): DialogueStep | null {
    const { kind } = intentOf(heard, tools);
    if (kind === 'no') return say(`All right. ${ANYTHING_ELSE}`);
    return kind === 'yes' ? start('booking', problem, bookingTool('booking')) : null;
  }

  /** The other side answers this side's question, or does something else first. */
  function duringTask(current: Task, heard: string): DialogueStep {
    if (saysGoodbye(heard)) return goodbye();
    if (/\b(?:never ?mind|forget it|don't bother)\b/i.test(heard)) {
      task = null;
      return say(`All right. ${ANYTHING_ELSE}`);
    }
    const fresh = current.absorb(heard, now());
    const intent = intentOf(heard, tools);
    // "What are your hours on Saturday?" names a day, and yet wants an answer before the next question.
    const fact = intent.kind === 'question' ? knowledge.answer(heard) : null;
    if (fact) return proceed(current, `${state(fact).say} `);
    if (current.confirming) {
      if (fresh) return proceed(current);
      if (saysYes(heard)) {
        current.confirm();
        return proceed(current);
      }
      if (saysNo(heard)) return say('I am sorry. What should I change?');
    }
    if (fresh) return proceed(current);
    if (intent.kind === 'question') return proceed(current, 'I do not have that information. ');
    const otherWish = intent.kind === 'human' || intent.kind === 'text' || intent.kind === 'tool';
    if (otherWish || (intent.kind === 'booking' && current.kind === 'message')) return respond(intent, heard);
    // Nothing was asked, so that nothing was misunderstood: what was not done is done now.
    if (takenBack?.task === current) return proceed(current);
    if (!current.confirming) current.miss();
    return proceed(current, 'Sorry, I did not catch that. ');
  }

  function stillHere(): DialogueStep {
    if (task) return proceed(task, STILL_HERE);
    return say(`${STILL_HERE}${running.length > 0 ? ONE_MOMENT : 'What can I do for you?'}`);
  }

  /** What needs no other answer than that it takes a moment; null: it does. */
  function whileRunning(heard: string): DialogueStep | null {
    if (running.length === 0 || task) return null;
    const { kind } = intentOf(heard, tools);
    if (kind === 'goodbye') return null;
    const isShort = heard.trim().split(/\s+/).length < SHORTEST_WISH;
    const saysNothing = kind === 'yes' || kind === 'no' || kind === 'thanks' || kind === 'greeting';
    if (saysNothing || (isShort && kind !== 'text') || knowledgeless(kind, heard)) return say(ONE_MOMENT);
    return null;
  }

  const knowledgeless = (kind: Intent['kind'], heard: string): boolean =>
    kind === 'statement' && knowledge.answer(heard) === null;

  function think(heard: string | null): DialogueStep {
    if (heard === null && task && takenBack?.task === task) return proceed(task);
    if (heard === null) return lastSaid === '' ? greeting() : say('Are you still there?');
    const { asksForPresence, wish, facts } = saidAtOnce(heard, tools, (question) => knowledge.answer(question));
    if (asksForPresence && (wish === null || task)) return stillHere();
    const waits = whileRunning(heard);
    if (waits) return waits;
    if (!/[a-z0-9]/i.test(heard)) return say(REPEAT[Math.min(misunderstood++, REPEAT.length - 1)] ?? '');
    misunderstood = 0;
    const problem = offered;
    offered = null;
    const answered = problem === null ? null : afterOffer(problem, heard);
    if (answered) return answered;
    if (task) return duringTask(task, heard);
    if (wish === null) return respond(intentOf(heard, tools), heard);
    lastFact = facts.at(-1) ?? lastFact;
    const step = respond(intentOf(wish, tools), wish);
    const before = facts.map((fact) => `${fact} `).join('');
    return { ...step, say: `${asksForPresence ? STILL_HERE : ''}${before}${step.say}` };
  }

  /** The call that has its result; null: it was none of this side's. */
  function takeRunning(name: string): Running | null {
    const done = running.find((entry) => entry.name === name);
    running = running.filter((entry) => entry !== done);
    if (done) return done;
    // It was taken back, and has been done all the same.
    if (takenBack?.name !== name || takenBack.task !== task) return null;
    task = null;
    return takenBack;
  }

  function afterTool(name: string, output: string): DialogueStep {
    const ended = takeRunning(name);
    if (name === 'end_call' || name === 'transfer_call') return afterHandOver(name, output);
    // What was called for twice is told once, with the last result.
    if (running.some(({ wants }) => wants === ended?.wants)) return say('');
    const done = ended?.task ?? null;
    const outcome = readToolOutput(output);
    if (done?.kind === 'search') return outcome.ok && outcome.text ? tell(outcome.text) : takeMessage(lastQuestion);
    if (outcome.ok) return thenGoOn(tell(done?.success(outcome.text) ?? outcome.text ?? 'That is done.'));
    if (done?.kind === 'booking') {
      task = createTask('booking', done.details.request ?? '', done.tool, { ...done.details, when: undefined });
      return proceed(task, 'I am sorry, that did not work. ');
    }
    return thenGoOn(tell('I am sorry, that did not work.'));
  }

  function tell(text: string): DialogueStep {
    telling = { text, isResult: true };
    return say(text);
  }

  const thenGoOn = ({ say: text }: DialogueStep): DialogueStep =>
    task ? proceed(task, `${text} `) : say(`${text} ${ANYTHING_ELSE}`);

  function afterHandOver(name: string, output: string): DialogueStep {
    task = null;
    if (readToolOutput(output).ok || name === 'end_call') return say('');
    return start('message', '', null, NOBODY);
  }

  const finish = (step: DialogueStep): Promise<DialogueStep> => {
    if (task) details = { ...task.details, other: {} };
    if (step.say !== '') lastSaid = step.say;
    return Promise.resolve(step);
  };

  /** What was lost of the answer before comes first. */
  function answering(answer: () => DialogueStep): Promise<DialogueStep> {
    const before = untold;
    untold = '';
    telling = null;
    const step = answer();
    return finish(before === '' ? step : after({ text: before, isResult: true }, step));
  }

  /** What is told first is what must not get lost. */
  function after(first: NonNullable<typeof telling>, { say: text, toolCalls }: DialogueStep): DialogueStep {
    telling = first;
    return { say: `${first.text} ${text}`.trim(), toolCalls };
  }

  /** What came of a tool, and then the answer to what was said meanwhile. */
  function answerWithResult(name: string, output: string, heard: string | undefined): DialogueStep {
    const result = afterTool(name, output);
    if (heard === undefined) return result;
    const told: typeof telling = telling;
    const answer = think(heard);
    return told ? after(told, answer) : { say: `${result.say} ${answer.say}`.trim(), toolCalls: answer.toolCalls };
  }

  function interrupted(heard: string): void {
    if (!telling) return;
    const { text, isResult } = telling;
    if (isResult ? heard.length < text.length * HEARD_SHARE : heard === '') untold = text;
  }

  /** The tool was not called: its task is as it was before. */
  function withdrawn(name: string): void {
    takenBack = running.findLast((entry) => entry.name === name) ?? null;
    running = running.filter((entry) => entry !== takenBack);
    task ??= takenBack?.task ?? null;
  }

  return {
    next: (heard) => answering(() => think(heard)),
    toolResult: (name, output, heard) => answering(() => answerWithResult(name, output, heard)),
    change(changes) {
      tools = changes.tools ?? tools;
      instructions = changes.instructions ?? instructions;
      knowledge = readPrompt(instructions);
    },
    remember(event) {
      if (event.kind === 'said') lastSaid = event.text;
      else if (event.kind === 'interrupted') interrupted(event.heard);
      else if (event.kind === 'withdrawn') withdrawn(event.name);
    },
  };
}
