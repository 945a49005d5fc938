import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { FRAME_MS, silence } from '../src/audio/frames.ts';
import { withoutTrailingSilence } from '../src/audio/loudness.ts';
import { PlaybackQueue } from '../src/audio/playback-queue.ts';
import { createTicker, type Ticker } from '../src/audio/ticker.ts';
import { silentLogger } from '@leadlock/observability/logger';
import { waitFor } from '@leadlock/voice/testing';
import { CallerPlan } from '../src/caller/caller-plan.ts';
import { SimulatedCaller } from '../src/caller/simulated-caller.ts';

let engine: SpeechEngine;
let ticker: Ticker;
beforeAll(async () => {
  engine = await openSpeechEngine();
  ticker = createTicker(silentLogger);
});
afterAll(async () => {
  ticker.close();
  await engine.close();
});

/** A call in which a test is the agent. */
function call(plan: unknown) {
  const caller = new SimulatedCaller(CallerPlan.parse(plan), () => Promise.resolve(engine));
  const agent = new PlaybackQueue();
  const pressed: string[] = [];
  let hungUp = false;
  const controls = { hangUp: () => (hungUp = true), press: (digit: string) => pressed.push(digit) };
  caller.answered(controls);
  const stop = ticker.subscribe(() => {
    caller.nextFrame();
    caller.hear(agent.nextFrame() ?? silence(FRAME_MS));
  });
  return {
    caller,
    pressed,
    say: async (text: string): Promise<void> => {
      const audio = withoutTrailingSilence(await engine.synthesize(text, 'rms'));
      await new Promise<void>((resolve) => {
        agent.append(audio);
        agent.mark(resolve);
      });
    },
    fallSilent: () => agent.clear(),
    isSpeaking: (line: number) => {
      const said = caller.report().said[line];
      return said !== undefined && said.endedAtMs === said.startedAtMs;
    },
    spoke: (line: number) =>
      waitFor(
        `line ${line}`,
        () => {
          const said = caller.report().said[line];
          return said && said.endedAtMs > said.startedAtMs ? said : null;
        },
        20_000,
      ),
    hungUp: () => waitFor('the end', () => hungUp, 20_000),
    end: () => {
      stop();
      caller.ended();
    },
  };
}

describe.concurrent('a simulated caller', { timeout: 60_000 }, () => {
  test('waits for the greeting, speaks, hears the answer and hangs up', async () => {
    const { caller, say, spoke, hungUp, end } = call({ script: ['What are your opening hours?'] });
    await say('Hello, this is the dental office. How can I help you?');
    const line = await spoke(0);
    expect(line).toMatchObject({ text: 'What are your opening hours?', interrupted: false });
    expect(line.endedAtMs - line.startedAtMs).toBeGreaterThan(800);
    await say('We are open from nine to five.');
    await hungUp();
    end();
    const { heard, said } = caller.report();
    expect(heard.map((one) => one.text).join(' | ')).toMatch(/dental office[^|]*\|.*open from/i);
    expect(said[0]?.answeredAfterMs).toBeGreaterThan(0);
    expect(said[0]?.answeredAfterMs).toBeLessThan(5000);
  });

  test('breaks into a long answer', async () => {
    const plan = { script: ['Tell me more.', { say: 'Wait, stop.', interruptAfterMs: 1000 }], speaksFirst: true };
    const { say, spoke, fallSilent, isSpeaking, hungUp, end } = call({ ...plan, hangUp: 'after-last-line' });
    await spoke(0);
    const talk = say(
      'We offer cleaning, whitening, implants, braces, crowns, bridges, fillings, and a lot of other things.',
    );
    await waitFor('the interruption', () => isSpeaking(1), 20_000);
    fallSilent();
    await talk;
    expect(await spoke(1)).toMatchObject({ text: 'Wait, stop.', interrupted: true });
    await hungUp();
    end();
  });

  test('follows a persona through the agent’s questions', async () => {
    const persona = { name: 'David Miller', goal: 'I would like to book an appointment.', when: 'Tuesday at ten' };
    const { caller, say, spoke, hungUp, end } = call({ persona });
    await say('Thank you for calling. How can I help you?');
    await spoke(0);
    await say('What is your name?');
    await spoke(1);
    await say('You are all set. Goodbye.');
    await hungUp();
    end();
    expect(caller.report().said.map((one) => one.text)).toEqual([persona.goal, 'My name is David Miller.']);
  });

  test('loses patience with a silent agent, presses keys, and gives up', async () => {
    const { caller, pressed, hungUp, end } = call({ script: ['Hello?', { press: '12' }], patienceMs: 500 });
    await hungUp();
    end();
    expect(caller.report()).toMatchObject({
      said: [{ text: 'Hello?', answeredAfterMs: null }, { text: '12' }],
      heard: [],
    });
    expect(pressed).toEqual(['1', '2']);
  });
});
