import { uploadedFile } from '@leadlock/trpc/rest/uploads';
import { z } from 'zod';

export const IssueReport = z
  .object({
    message: z.string().trim().min(1).max(10_000).meta({ description: 'What went wrong, in the user’s own words.' }),
    url: z.string().max(2_048).nullish().meta({ description: 'The page where it happened.' }),
    page_name: z.string().max(200).nullish(),
    browser_info: z.string().max(2_000).nullish(),
    image: uploadedFile.nullish().meta({ description: 'A screenshot: PNG, JPEG, WebP, or GIF, up to 10 MB.' }),
  })
  .meta({ id: 'Body_create_issue_issues__post' });
export type IssueReport = z.output<typeof IssueReport>;

export const ReportedIssue = z
  .object({
    id: z.string(),
    created_at: z.string(),
    screenshot_url: z
      .string()
      .nullable()
      .meta({ description: 'Expires after one hour. Null if there is no screenshot.' }),
  })
  .meta({ id: 'ReportedIssue', description: 'A reported issue.' });
export type ReportedIssue = z.infer<typeof ReportedIssue>;
