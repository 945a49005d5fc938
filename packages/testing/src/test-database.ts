export { createTestDatabase } from '@leadlock/db/testing/test-database';
