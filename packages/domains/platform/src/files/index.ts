export { fileUrl } from './file-link.ts';
