import { createFileRoute } from '@tanstack/react-router';
import { PhoneNumbersPage } from '#/features/phone-numbers/phone-numbers-page.tsx';

export const Route = createFileRoute('/_app/phone-numbers/')({ component: PhoneNumbersPage });
