import { expect, test } from 'vitest';
import { vendorNamed, VOICE_VENDORS, type VoiceVendor } from './index.ts';

test.each(Object.entries<VoiceVendor>(VOICE_VENDORS))('%s says what it offers, once', (name, vendor) => {
  expect(vendorNamed(name)).toBe(vendor);
  const { voices, voiceLabels = {}, voiceField, defaultVoice } = vendor;
  expect(new Set(voices).size).toBe(voices?.length ?? 0);
  for (const [voice, label] of Object.entries(voiceLabels)) {
    expect(voices).toContain(voice);
    expect(label.toLowerCase(), 'begins with its name').toContain(voice.toLowerCase().replaceAll(/\d/g, ''));
  }
  // Agents that share a field of voices need to know which one each vendor takes first.
  expect(voiceField === 'voice' ? voices : [null]).toContain(defaultVoice);
});

test.each(Object.entries<VoiceVendor>(VOICE_VENDORS).filter(([, { service }]) => service?.session))(
  'a session with %s is opened where its address says, with its key',
  (_, { service, model }) => {
    const endpoint = service?.session?.('wss://voice.example/v1/realtime?deployment=eu', model, 'key-1');
    const address = new URL(endpoint?.url ?? '');
    expect(address.origin).toBe('wss://voice.example');
    expect(address.searchParams.get('deployment')).toBe('eu');
    expect(`${address.href} ${service?.opening?.(model)}`).toContain(model);
    expect(JSON.stringify(endpoint)).toContain('key-1');
    expect(JSON.stringify(service?.apiHeaders('key-1'))).toContain('key-1');
  },
);

test('what is no vendor has no descriptor', () => {
  for (const name of ['acme', 'constructor', '']) expect(vendorNamed(name)).toBeNull();
});
