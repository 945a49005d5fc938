export { APOLOGY_AUDIO, CallHarness, type CallHarnessOptions } from './call-harness.ts';
export { BrowserCallClient, type BrowserCallClientOptions } from './browser-call-client.ts';
export { MediaStreamsClient, type MediaStreamsClientOptions } from './media-streams-client.ts';
export { ScriptedRealtimeConnection, ScriptedRealtimeServer, type SpokenAnswer } from './scripted-realtime-server.ts';
export { ScriptedElevenLabs } from './scripted-elevenlabs.ts';
export { waitFor } from './wait-for.ts';
export { ProviderRecorder } from './provider-recorder.ts';
export { sampleSessionConfig } from './sample-session-config.ts';
export { silence, speech, tone } from './test-audio.ts';
