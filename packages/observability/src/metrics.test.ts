import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';
import { createVoiceMetrics } from './voice-metrics.ts';

test('requests and jobs are counted under the service', async () => {
  const metrics = createMetrics({ service: 'api' });
  metrics.httpRequest('GET', '/agents/{agent_id}', 200, 0.004);
  metrics.jobRun('sweep', 'completed', 0.2);
  const text = await metrics.registry.metrics();
  expect(text).toContain(
    'http_request_duration_seconds_bucket{le="0.005",service="api",method="GET",route="/agents/{agent_id}",status="200"} 1',
  );
  expect(text).toContain('job_runs_total{job="sweep",outcome="completed",service="api"} 1');
  expect(text).toContain('process_resident_memory_bytes');
});

test('calls, frames and latencies of the gateway can be scraped', async () => {
  const { registry } = createMetrics({ service: 'voice-gateway' });
  const voice = createVoiceMetrics(registry);
  voice.callStarted();
  voice.callStarted();
  voice.callEnded('openai', 'completed', 42);
  voice.frames.fromCaller += 100;
  voice.frames.dropped += 1;
  voice.turnLatency('openai', 700);
  for (const milliseconds of [0.05, 0.3, 3, 999]) voice.addedLatency.observe(milliseconds);

  const text = await registry.metrics();
  expect(voice.activeCalls()).toBe(1);
  expect(text).toContain('voice_active_calls{service="voice-gateway"} 1');
  expect(text).toContain('voice_frames_total{fate="from_caller",service="voice-gateway"} 100');
  expect(text).toContain('voice_frames_total{fate="dropped",service="voice-gateway"} 1');
  expect(text).toContain('voice_calls_total{provider="openai",outcome="completed",service="voice-gateway"} 1');
  expect(text).toContain('voice_turn_latency_seconds_bucket{le="0.8",service="voice-gateway",provider="openai"} 1');
  expect(text).toContain('voice_frame_added_latency_milliseconds_bucket{le="0.5",service="voice-gateway"} 2');
  expect(text).toContain('voice_frame_added_latency_milliseconds_bucket{le="250",service="voice-gateway"} 3');
  expect(text).toContain('voice_frame_added_latency_milliseconds_bucket{le="+Inf",service="voice-gateway"} 4');
  expect(text).toContain('voice_frame_added_latency_milliseconds_count{service="voice-gateway"} 4');
});

test('scraping twice does not count twice', async () => {
  const { registry } = createMetrics({ service: 'voice-gateway' });
  const voice = createVoiceMetrics(registry);
  voice.frames.toCaller = 7;
  await registry.metrics();
  expect(await registry.metrics()).toContain('voice_frames_total{fate="to_caller",service="voice-gateway"} 7');
});
