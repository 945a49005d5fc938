import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/trpc.ts';
import { cspNonce } from './csp-nonce.ts';
import { router } from './router.ts';
import { followSystemTheme } from './shell/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');

// Open dialogs keep the page behind from scrolling by a style element of their own.
if (cspNonce !== undefined) setNonce(cspNonce);

followSystemTheme();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
