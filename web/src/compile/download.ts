/** Fetching with a count of what has arrived. */

/** How much has arrived, unpacked, and how much is sent in all as the server packed it, where it says so. */
export type OnProgress = (unpacked: number, packed: number | undefined) => void;

/**
 * Without `onProgress` the response is the browser's own: only then Chromium keeps the code that it makes of WebAssembly, so
 * that the next visit starts at once. Throws an Error in words for the reader.
 */
export async function fetchCounted(url: string, onProgress?: OnProgress): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error('The server cannot be reached.');
  }
  if (!response.ok) throw new Error(`The server answered ${response.status} for ${new URL(url).pathname}.`);
  if (onProgress === undefined || response.body === null) return response;
  const header = response.headers.get('Content-Length');
  const packed = header === null ? undefined : Number(header);
  let unpacked = 0;
  onProgress(0, packed);
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      unpacked += chunk.length;
      onProgress(unpacked, packed);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: { 'Content-Type': response.headers.get('Content-Type') ?? '' } });
}
