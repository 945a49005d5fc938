/** What comes from the world outside is longer than what a designer would have written. */
export const LONG_NAME = 'Hartmann & Söhne Klimatechnik und Sanitärinstallationen GmbH, Minneapolis';
