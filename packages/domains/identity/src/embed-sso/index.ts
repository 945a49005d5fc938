export { embedSso } from './embed-sso.ts';
