export { awaitStart } from './await-start.ts';
export {
  acceptBrowserStream,
  BROWSER_SOCKET_OPTIONS,
  BrowserStream,
  type BrowserStreamOptions,
} from './browser-stream.ts';
