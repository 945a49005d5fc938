import { router, subAccountProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { RestReply, restReply } from '@leadlock/trpc/rest/reply';
import { previewGreeting } from './preview-greeting.ts';
import { PreviewGreetingTTSRequest } from './schemas.ts';

export const voicePreviewsRouter = router({
  greeting: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/wizard/preview-greeting-tts',
        bodyRequired: true,
        tag: 'Agents',
        summary: 'Preview a greeting',
        description:
          'Speaks a text in a voice, as MP3 or, from Gemini and the local synthesizer, as WAV. It is the voice that ' +
          'callers hear, spoken by the provider’s text-to-speech model. Agencies name the sub-account in ' +
          '`X-Sub-Account-Id`.',
        example: {
          request: {
            text: 'Bright Smile Dental, how can I help you?',
            voice_provider: 'xai',
            voice_id: 'ara',
          },
        },
        produces: ['audio/mpeg', 'audio/wav'],
        audited: false,
        spends: true,
        rateLimit: 'voice-preview',
        errors: [502, 503],
      }),
    )
    .input(PreviewGreetingTTSRequest)
    .output(restReply)
    .mutation(async ({ ctx, input }) => {
      const { audio, contentType } = await previewGreeting(ctx.tenantContext, input);
      return new RestReply(Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength), { contentType });
    }),
});
