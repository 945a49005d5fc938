import { join } from 'node:path';
import { runProcess } from '@leadlock/composition/process';
import { createSystemContext } from '@leadlock/composition/system-context';
import { newId } from '@leadlock/core/ids';
import { listen } from '@leadlock/db/listen';
import { createVoiceMetrics } from '@leadlock/observability/voice-metrics';
import { CALLS_CHANNEL, readCallMessage, registerGateway, removeGateway } from '@leadlock/telephony/calls';
import { startGateway } from './gateway.ts';
import { createOwnEars } from './own-ears.ts';
import { readOwnUrl } from './own-url.ts';
import { createOwnVoice } from './own-voice.ts';
import { OWN_SENTENCES } from '@leadlock/voice/session';
import { createTelephonyDesk } from './telephony-desk.ts';
import { openCallJournal } from './unsaved-calls/call-journal.ts';
import { createVoiceProviders } from './voice-providers.ts';

/** Calls get this long to come to their own end before they are ended with a goodbye. */
const DRAIN_MS = 10 * 60_000;
const SHUTDOWN_MS = DRAIN_MS + 90_000;
/** After an error that nobody caught: enough for short goodbyes and for writing how the calls ended. */
const CRASH_MS = 30_000;
/** In development nobody waits for a call to end by itself. */
const IMPATIENT_DRAIN_MS = 1_000;

await runProcess({
  service: 'voice-gateway',
  variables: process.env,
  shutdownTimeoutMs: SHUTDOWN_MS,
  crashTimeoutMs: CRASH_MS,
  async start({ environment, log, metrics, shutdown, listenOn }) {
    const system = await createSystemContext(environment, {
      service: 'voice-gateway',
      log,
      work: 'requests',
      shutdown,
    });
    const gatewayId = newId();
    const ownUrl = readOwnUrl(environment);
    await registerGateway(system, gatewayId, ownUrl);
    shutdown.onClose('registration', () => removeGateway(system, gatewayId));
    const ownVoice = createOwnVoice(log);
    const ownEars = createOwnEars(log);
    const gateway = await startGateway({
      port: listenOn(environment.GATEWAY_PORT),
      desk: createTelephonyDesk({ system, gatewayId, ownUrl, isDraining: () => shutdown.draining }),
      providerFor: createVoiceProviders(environment),
      apology: () => ownVoice.speak(OWN_SENTENCES.apology),
      ownVoice: (text) => ownVoice.speak(text),
      ownEars: (audio) => ownEars.hear(audio),
      journal: await openCallJournal(join(environment.DATA_DIR, 'unsaved-calls'), system.secrets),
      registry: metrics.registry,
      metricsToken: environment.METRICS_TOKEN,
      metrics: createVoiceMetrics(metrics.registry),
      log,
    });
    shutdown.onClose('port', () => gateway.close());
    const notifications = listen({
      connectionString: system.database.connectionString,
      channel: CALLS_CHANNEL,
      onNotification(payload) {
        const message = readCallMessage(payload);
        if (message.news === 'account_changed') gateway.accountChanged();
        else if (message.news === 'end') gateway.endCall(message.callId);
        else if (message.news === 'kill_voice') gateway.killVoice(message.callId);
        else if (!('gatewayId' in message)) gateway.carrierEnded(message.callId);
        else if (message.gatewayId !== gatewayId) return;
        else if (message.news === 'coming') gateway.announce(message.callId);
        else gateway.callWentElsewhere(message.callId);
      },
      // What was sent while nobody heard is lost; a suspension must not be.
      onListening: () => gateway.accountChanged(),
      onError: (err) => log.warn({ err }, 'lost the notification connection'),
    });
    shutdown.onClose('notifications', () => notifications.close());
    const drainMs = environment.NODE_ENV === 'production' ? DRAIN_MS : IMPATIENT_DRAIN_MS;
    shutdown.onClose('calls', () => gateway.drain(drainMs, shutdown.crashed));
    log.info({ port: gateway.port, pid: process.pid, gatewayId }, 'ready');
  },
});
