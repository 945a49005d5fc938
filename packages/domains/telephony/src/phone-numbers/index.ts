export { phoneNumbersRouter } from './router.ts';
