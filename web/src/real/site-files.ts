/**
 * The files that a program may fetch (io.hpp): those below one public folder of the site, and nothing else. The program gives
 * a name; who fetches is this, on the page, and so this decides:
 *
 *   which   a name is one of a plain form, so that none can leave the folder, whatever URLs, servers and file systems make of
 *           dots, percent signs, backslashes or queries; a redirect is not followed
 *   how     GET, the site's own origin, no credentials, no referrer
 *   how much  MostBytes, MostMilliseconds
 */
export type Fetched = { readonly came: true; readonly bytes: Uint8Array } | { readonly came: false; readonly reason: string };

/** Never rejects; soon over once `stopped` is aborted. */
export type FileSource = (name: string, stopped: AbortSignal) => Promise<Fetched>;

export const MostBytes = 4 << 20;
const MostMilliseconds = 30_000;
const MostNameCharacters = 200;

/** Names with '/' between them, none beginning with '.'. No other character: not '%', ':', '?', '#', '\' or a blank. */
export function isFileName(name: string): boolean {
  return name.length <= MostNameCharacters && /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(name);
}

/** Where there is no site around the program. */
export const noFiles: FileSource = async (name) => failed(name, 'there is no site here to fetch it from');

/** The files below `folder`, an absolute URL that ends in '/'. */
export function siteFiles(folder: string, request: (url: string, how: RequestInit) => Promise<Response> = (url, how) => fetch(url, how)): FileSource {
  return async (name, stopped) => {
    if (!isFileName(name)) {
      return failed(name, "refused: a program may fetch a file below the site's folder files/, by a name of letters, digits, '_', '-', '.' and '/' between folders");
    }
    const ending = new AbortController();
    const stop = (): void => ending.abort();
    stopped.addEventListener('abort', stop);
    if (stopped.aborted) stop();
    const timer = setTimeout(stop, MostMilliseconds);
    try {
      const response = await request(new URL(name, folder).href, {
        method: 'GET', mode: 'same-origin', credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer', cache: 'no-cache', signal: ending.signal,
      });
      const refusal = refusalOf(response);
      if (refusal !== undefined) return failed(name, refusal);
      const bytes = await bytesOf(response);
      return bytes === undefined ? failed(name, `it is larger than the ${MostBytes >> 20} MiB that may be fetched`) : { came: true, bytes };
    } catch {
      if (stopped.aborted) return failed(name, 'the program was stopped');
      return failed(name, ending.signal.aborted ? `it did not come within ${MostMilliseconds / 1000} seconds` : 'the network or the server does not answer');
    } finally {
      ending.abort(); // what has not been read is not wanted
      clearTimeout(timer);
      stopped.removeEventListener('abort', stop);
    }
  };
}

/** The name comes from the program: it is shown as it was given, cut to a readable length. */
function failed(name: string, reason: string): Fetched {
  return { came: false, reason: `cannot fetch "${name.length > 80 ? `${name.slice(0, 80)}…` : name}": ${reason}` };
}

function refusalOf({ ok, status, type }: Response): string | undefined {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return 'the server sends elsewhere, and a program may not go there';
  if (status === 404) return "there is no such file in the site's folder files/";
  return ok ? undefined : `the server answered ${status}`;
}

/** undefined: there are too many. */
async function bytesOf(response: Response): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const reader = response.body?.getReader(); reader !== undefined;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MostBytes) return undefined;
    parts.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
