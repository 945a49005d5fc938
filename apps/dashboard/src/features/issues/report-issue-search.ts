import { optionalText } from '#/search/search-params.ts';
import { searchSchema } from '#/search/search-schema.ts';

export const ReportIssueSearch = searchSchema({
  /** The address, below the site, of the page that somebody was on. */
  from: optionalText(),
});
