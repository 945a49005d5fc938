import { describe, expect, test } from 'vitest';
import { cutAtWord, Transcript } from './transcript.ts';

describe('cutting at a word', () => {
  test.each([
    ['one two three', 0, ''],
    ['one two three', 0.1, ''],
    ['one two three', 0.25, 'one'],
    ['one two three', 0.5, 'one'],
    ['one two three', 0.6, 'one two'],
    ['one two three', 0.99, 'one two'],
    ['one two three', 1, 'one two three'],
    ['one two three', 7, 'one two three'],
    ['', 0.5, ''],
    ['您好，感谢您致电我们公司，请问有什么可以帮您的吗？', 0.5, '您好，感谢您致电我们公司'],
    ['お電話ありがとうございます。ご用件をお聞かせください。', 0.5, 'お電話ありがとうございます'],
    ['สวัสดีครับ ขอบคุณที่โทรมา วันนี้ผมช่วยอะไรได้บ้างครับ', 0.5, 'สวัสดีครับ ขอบคุณที่โทรมา'],
    ['안녕하세요 전화해 주셔서 감사합니다', 0.6, '안녕하세요 전화해'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 0.6, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦'],
    ["I don't know emails", 0.3, 'I'],
    ['x'.repeat(100), 0.5, 'x'.repeat(50)],
  ])('%j up to %d: %j', (text, share, expected) => {
    expect(cutAtWord(text, share)).toBe(expected);
  });
});

describe('a transcript', () => {
  const lines = (transcript: Transcript): string[] =>
    transcript.entries(9000).map(({ role, content, interrupted }) => `${role}: ${content}${interrupted ? ' …' : ''}`);

  test('keeps a turn in its place although its words come late', () => {
    const transcript = new Transcript();
    transcript.userStarted('u1', 1000);
    transcript.userStopped(2000);
    transcript.agentText('a1', 'At nine.');
    transcript.agentStarted('a1', 3000);
    transcript.userText('u1', 'When do you open?', 4000, true);
    expect(lines(transcript)).toEqual(['user: When do you open?', 'assistant: At nine.']);
  });

  test('finds the place of words whose item was not named when the caller began', () => {
    const transcript = new Transcript();
    transcript.userStarted(null, 1000);
    transcript.userStarted(null, 1100);
    transcript.agentStarted('a1', 3000);
    transcript.agentText('a1', 'Yes?');
    transcript.userText('u7', 'Hello', 4000, true);
    transcript.userText('u7', 'Hello there', 4100, true);
    expect(lines(transcript)).toEqual(['user: Hello there', 'assistant: Yes?']);
  });

  test('leaves out what nobody heard', () => {
    const transcript = new Transcript();
    transcript.agentText('a1', 'Never spoken');
    transcript.userStarted('u1', 1000);
    transcript.agentStarted('a2', 2000);
    transcript.agentText('a2', 'Cut at once');
    transcript.agentCut('a2', 0, 2000);
    expect(lines(transcript)).toEqual([]);
  });

  test('what is cut stays cut, and what was heard stays whole', () => {
    const transcript = new Transcript();
    transcript.agentStarted('a1', 1000);
    transcript.agentText('a1', 'one two three four');
    transcript.agentCut('a1', 0.5, 2000);
    transcript.agentText('a1', 'one two three four five');
    transcript.agentEnded('a1', 3000);
    transcript.agentStarted('a2', 4000);
    transcript.agentEnded('a2', 5000);
    transcript.agentText('a2', 'six seven');
    transcript.agentCut('a2', 0.5, 6000);
    expect(lines(transcript)).toEqual(['assistant: one two …', 'assistant: six seven']);
    expect(transcript.entries(9000)[1]).toMatchObject({
      started_at: '1970-01-01T00:00:04.000Z',
      ended_at: '1970-01-01T00:00:05.000Z',
    });
  });
});

describe('whoever watches', () => {
  const watch = (): [Transcript, string[]] => {
    const told: string[] = [];
    const transcript = new Transcript((role, itemId, text, final) =>
      told.push(`${role} ${itemId}: ${text}${final ? '.' : ''}`),
    );
    return [transcript, told];
  };

  test('is told of words when they are there, and once they are final', () => {
    const [transcript, told] = watch();
    transcript.userStarted('u1', 1000);
    transcript.userText('u1', '', 1500, false);
    transcript.userText('u1', 'When', 1600, false);
    transcript.userText('u1', 'When do you open', 2000, true);
    transcript.agentText('a1', 'At');
    transcript.agentStarted('a1', 3000);
    transcript.agentText('a1', 'At nine');
    transcript.agentEnded('a1', 4000);
    transcript.agentEnded('a1', 4100);
    transcript.agentText('a1', 'At nine sharp');
    transcript.userTyped('t1', 'Thanks', 5000);
    expect(told).toEqual([
      'user u1: When',
      'user u1: When do you open.',
      'assistant a1: At',
      'assistant a1: At nine',
      'assistant a1: At nine.',
      'assistant a1: At nine sharp.',
      'user t1: Thanks.',
    ]);
  });

  test('is told what was heard of an interrupted item, also when that is nothing', () => {
    const [transcript, told] = watch();
    transcript.agentStarted('a1', 1000);
    transcript.agentText('a1', 'one two three four');
    transcript.agentCut('a1', 0.5, 2000);
    transcript.agentText('a1', 'one two three four five');
    transcript.agentStarted('a2', 3000);
    transcript.agentCut('a2', 0, 3100);
    expect(told).toEqual(['assistant a1: one two three four', 'assistant a1: one two.', 'assistant a2: .']);
  });
});

test('turns that are over are read again as they were, so that a long conversation costs no more with each turn', () => {
  const transcript = new Transcript();
  transcript.userTyped('u1', 'Hello', 1000);
  transcript.agentStarted('a1', 2000);
  transcript.agentText('a1', 'Hello, how can');
  const [question, answer] = transcript.entries(3000);
  transcript.agentText('a1', 'Hello, how can I help?');
  transcript.agentEnded('a1', 4000);
  const [sameQuestion, wholeAnswer] = transcript.entries(5000);
  expect(sameQuestion).toBe(question);
  expect(answer).toMatchObject({ content: 'Hello, how can', ended_at: new Date(3000).toISOString() });
  expect(wholeAnswer).toMatchObject({ content: 'Hello, how can I help?', ended_at: new Date(4000).toISOString() });
  transcript.userTyped('u2', 'My tooth hurts', 6000);
  expect(transcript.entries(7000)[1]).toBe(wholeAnswer);
});

test('no peer makes it grow without end', () => {
  const transcript = new Transcript();
  const endless = '😀'.repeat(100_000);
  transcript.userText('u1', `x${endless}`, 1000, true);
  transcript.agentStarted('a1', 1000);
  transcript.agentText('a1', `x${endless}`);
  for (const { content } of transcript.entries(2000)) {
    expect(content.length).toBeLessThanOrEqual(65_536);
    expect(content.isWellFormed()).toBe(true);
  }
  for (let count = 0; count < 1001; count++) transcript.agentText(`b${count}`, 'unheard');
  expect([transcript.agentWordsOf('b0'), transcript.agentWordsOf('b1000')]).toEqual(['', 'unheard']);
  for (let count = 0; count < 20_100; count++) transcript.userTyped(`t${count}`, 'again', count);
  expect(transcript.entries(30_000)).toHaveLength(20_000);
});

test('nor do many long turns', () => {
  const transcript = new Transcript();
  const long = 'x'.repeat(65_536);
  for (let count = 0; count < 100; count++) {
    transcript.userText(`u${count}`, long, count, true);
    transcript.agentText(`a${count}`, long);
    transcript.agentStarted(`a${count}`, count);
  }
  const letters = (): number => transcript.entries(1000).reduce((sum, { content }) => sum + content.length, 0);
  expect(letters()).toBe(4 * 1024 * 1024);
  transcript.userForgotten('u0');
  transcript.userText('u100', 'There is room again', 200, true);
  expect(transcript.entries(1000).at(-1)?.content).toBe('There is room again');
});
