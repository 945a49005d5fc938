export { createUser, NewUser } from './create-user.ts';
