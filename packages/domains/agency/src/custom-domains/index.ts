export { CHALLENGE_PATH } from './challenge.ts';
export { findServedChallenge } from './find-served-challenge.ts';
