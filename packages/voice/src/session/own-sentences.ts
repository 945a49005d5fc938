/** What a call says without its provider. English, and known ahead so that they can be spoken before they are needed. */
export const OWN_SENTENCES: { readonly apology: string } = {
  /** The call cannot go on. */
  apology: 'I am sorry. We have a technical problem, and I have to end this call. Please try again in a few minutes.',
};
