/** What a search looks for in transcripts: without the marks of ASCII, as `call_words` of the database reads these. */
export const saidWords = (search: string): string => search.replaceAll(/[!-/:-@[-`{-~]/g, ' ');
