export { createTestDatabase, ownerUrlOf } from '@leadlock/db/testing/test-database';
