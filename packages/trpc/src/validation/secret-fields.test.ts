import { describe, expect, it } from 'vitest';
import { shownText, withoutSecrets } from './secret-fields.ts';

const PASSWORD = 'hunter2';
const told = (field: string, input: unknown) => withoutSecrets({ loc: ['body', field], msg: 'No', type: 't', input });

describe('a field error', () => {
  it.each(['webhook_url', 'url', 'amd_voicemail_audio_url', 'redirect_uri', 'callback_urls', 'Logo-URL'])(
    'does not tell what was sent as %s, whatever is wrong with it',
    (field) => {
      for (const input of [
        `https://user:${PASSWORD}\0@host/`,
        `user:${PASSWORD}@host`,
        [`//u:${PASSWORD}@h`],
        PASSWORD,
      ])
        expect(told(field, input)).toEqual({ loc: ['body', field], msg: 'No', type: 't' });
      expect(JSON.stringify(told('body', { [field]: PASSWORD, name: 'a' }))).not.toContain(PASSWORD);
    },
  );

  it.each([
    `https://user:${PASSWORD}@host/path`,
    `see https://user:${PASSWORD}\0@host`,
    `https://user:pa/${PASSWORD}?x@host`,
    `https:user:${PASSWORD}@host`,
    `HTTPS:\\user:${PASSWORD}@host`,
    `https://user:${PASSWORD}`,
    `postgres://user:${PASSWORD}@host/db`,
    `https://host/path?token=${PASSWORD}`,
    `https://host/path#${PASSWORD}`,
    `https://user:${'x'.repeat(1_000)}${PASSWORD}@host`,
    `\ud800wss://user:${PASSWORD}@host`,
  ])('tells no secrets of an address in any text: %j', (text) => {
    for (const input of [text, [text], { name: text }, { [text]: 1 }]) {
      expect(JSON.stringify(told('name', input))).not.toContain(PASSWORD);
      expect(JSON.stringify(told('name', input))).toContain('…');
    }
    expect(JSON.stringify(withoutSecrets({ loc: ['body', text], msg: 'No', type: 't' }))).not.toContain(PASSWORD);
    expect(shownText(text)).not.toContain(PASSWORD);
  });

  it.each(['ftp://host', 'http://host.example:8080/a/b-c.mp3', 'me@example.com', 'at 12:30, call a@b.example'])(
    'tells what holds no secret: %s',
    (text) => expect(told('name', text).input).toBe(text),
  );
});
