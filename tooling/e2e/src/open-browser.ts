import { chromium, type Browser } from 'playwright-core';

const browsers = new Map<string, Promise<Browser>>();

/**
 * The browser of this run, which Playwright ends with the process; `fakeMicrophone` is a WAV file that it hears, once,
 * instead of the machine's microphone. Contexts of one browser share nothing.
 */
export function openBrowser(executablePath: string, fakeMicrophone?: string): Promise<Browser> {
  const key = fakeMicrophone ?? '';
  const known = browsers.get(key);
  if (known) return known;
  const opened = chromium.launch({
    executablePath,
    args: [
      // Containers run as root and with a small /dev/shm.
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--autoplay-policy=no-user-gesture-required',
      ...(fakeMicrophone === undefined
        ? []
        : [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-audio-capture=${fakeMicrophone}%noloop`,
          ]),
    ],
  });
  browsers.set(key, opened);
  return opened;
}
