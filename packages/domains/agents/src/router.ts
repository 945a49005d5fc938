import { router } from '@leadlock/trpc/init';
import { agentRoutes } from './agents/router.ts';
import { voicePreviewsRouter } from './voice-previews/router.ts';

export const agentsRouter = router({ agents: agentRoutes, voicePreviews: voicePreviewsRouter });
