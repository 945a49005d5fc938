import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `pnpm dev` runs the api; the development server passes everything on that is not the dashboard's. */
const API = process.env.PUBLIC_API_URL ?? 'http://localhost:8000';

export default defineConfig({
  base: '/app/',
  plugins: [tanstackRouter(), react(), tailwindcss()],
  resolve: { alias: { '#': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    target: 'es2023',
    // The content security policy allows no inline data but pictures.
    assetsInlineLimit: 0,
    manifest: true,
  },
  server: { proxy: { '^/(?!app/)': { target: API, changeOrigin: true } } },
});
