export { IssueReport } from '@leadlock/platform/issues/schemas';
