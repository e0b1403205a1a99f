/** Where the browser tests find their servers; INTERLEAVE_PORT moves them, so that two working copies can test at once. */
const first = Number(process.env['INTERLEAVE_PORT'] ?? 8471);
const address = (place: number): string => `http://127.0.0.1:${first + place}/`;

/** The site as it is served to visitors: cross-origin isolated. */
export const SiteAddress = address(0);
/** The same without isolation headers. */
export const OpenAddress = address(1);
/** A bare page with the real machine and the guest test programs. */
export const BareAddress = address(2);
/** A course's page: another site than the playground, for browsers, since its name is another one. */
export const CourseAddress = `http://localhost:${first + 3}/`;
/** The playground below a path of a site, and with or without its headers: started by the tests that need it. */
export const MountedAddress = address(4);
