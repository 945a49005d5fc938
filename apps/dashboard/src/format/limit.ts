/** The api's number for "as many as you like". */
export const NO_LIMIT = 999_999;
