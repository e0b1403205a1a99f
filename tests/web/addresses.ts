/** Where playwright.config.ts serves what. */
export const SiteAddress = 'http://127.0.0.1:8471/';
/** The same site without the isolation headers, as on most web hosts. */
export const OpenAddress = 'http://127.0.0.1:8472/';
/** A page with nothing but the real machine, and the guest test programs. */
export const BareAddress = 'http://127.0.0.1:8473/';
