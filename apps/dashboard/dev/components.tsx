import '../src/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { UiProvider } from '#/components/ui/ui-provider.tsx';
import { followSystemTheme } from '#/shell/theme.ts';
import { StoriesPage } from './stories-page.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');

followSystemTheme();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <StoriesPage />
      </UiProvider>
    </QueryClientProvider>
  </StrictMode>,
);
