import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `pnpm dev` runs the api; the development server passes everything on that is not the dashboard's. */
const API = process.env.PUBLIC_API_URL ?? 'http://localhost:8000';

/** sonner makes a style element when it loads, which the content security policy refuses; its style sheet is imported. */
const withoutInjectedStyles: Plugin = {
  name: 'without-injected-styles',
  transform: {
    filter: { id: /\/sonner\/dist\/index\.mjs$/ },
    handler: (code) => code.replace(/^__insertCSS\(.*\);$/m, ''),
  },
};

export default defineConfig({
  base: '/app/',
  plugins: [tanstackRouter(), react(), tailwindcss(), withoutInjectedStyles],
  resolve: {
    alias: {
      '#': fileURLToPath(new URL('src', import.meta.url)),
      // Half as large, and as strict about lengths and prefixes; the api has the last word on a number.
      'libphonenumber-js/max': 'libphonenumber-js/min',
    },
  },
  build: {
    target: 'es2023',
    // The content security policy allows no inline data but pictures.
    assetsInlineLimit: 0,
    manifest: true,
  },
  server: { proxy: { '^/(?!app/)': { target: API, changeOrigin: true } } },
});
