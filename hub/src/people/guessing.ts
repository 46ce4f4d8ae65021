/** With so many refused sign-ins of one address in a period somebody may be guessing passwords. */
export const GUESSING = 20;
