/**
 * src/guest/flags.txt, the one list of flags that make a guest program: the build reads it with CMake, the page and its
 * tools with this.
 */

/** The lines of a section, `{sysroot}` replaced. Throws when there is no such section. */
export function flagsOf(text: string, section: string, sysroot: string): string[] {
  const flags: string[] = [];
  let current: string | undefined;
  let found = false;
  for (const line of text.split('\n')) {
    const heading = /^\[(.*)\]$/.exec(line)?.[1];
    if (heading !== undefined) current = heading;
    found ||= heading === section;
    if (heading === undefined && current === section && line !== '' && !line.startsWith('#')) flags.push(line.replaceAll('{sysroot}', sysroot));
  }
  if (!found) throw new Error(`internal bug: flags.txt has no section [${section}]`);
  return flags;
}
