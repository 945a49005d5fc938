import { createFileRoute } from '@tanstack/react-router';
import { CallPage } from '#/features/calls/call-page.tsx';

export const Route = createFileRoute('/_app/calls/$callId')({ component: CallPage });
