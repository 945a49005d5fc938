export { useDatabase } from '@leadlock/db/testing/use-database';
