import { expect, test } from 'vitest';
import { isEnglish } from './spoken-language.ts';

test.each([
  'Hello, this is Ava from Bright Smile Dental. How can I help you?',
  'Thank you for calling Café Müller.',
  'Good morning!',
  "Sure. I'm checking that.",
])('%j is English', (text) => {
  expect(isEnglish(text)).toBe(true);
});

test.each([
  'Guten Tag, hier ist Anna von der Praxis Weber. Wie kann ich Ihnen helfen?',
  'Hola, gracias por llamar. ¿En qué puedo ayudarle?',
  'Bonjour, que puis-je faire pour vous ?',
  'Buongiorno, come posso aiutarla?',
  'Olá, em que posso ajudar?',
  'Goedemorgen, waarmee kan ik u helpen?',
  'Dzień dobry, w czym mogę pomóc?',
  '您好，请问有什么可以帮您的吗？',
  'こんにちは、ご用件をどうぞ。',
  'مرحبا، كيف يمكنني مساعدتك؟',
  'สวัสดีค่ะ',
  'Здравствуйте! Чем могу помочь?',
])('%j is not', (text) => {
  expect(isEnglish(text)).toBe(false);
});

test.each(['', '…', 'Acme 24/7', 'Ava'])('%j does not tell', (text) => {
  expect(isEnglish(text)).toBeNull();
});
