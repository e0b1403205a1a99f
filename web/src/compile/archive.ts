/**
 * Many files as one, for one request instead of a thousand: what programs are compiled against.
 *
 *   u32  length of the index in bytes, little-endian
 *        the index: JSON, [[path, size], …]
 *        the files' bytes in that order, each beginning at a multiple of 8
 *
 * Made by web/tools/build_compiler.mjs. Not compressed: the web server does that.
 */

export interface ArchiveFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const aligned = (position: number): number => (position + 7) & ~7;

export function packArchive(files: readonly ArchiveFile[]): Uint8Array<ArrayBuffer> {
  const index = new TextEncoder().encode(JSON.stringify(files.map(({ path, bytes }) => [path, bytes.length])));
  const starts: number[] = [];
  let end = 4 + index.length;
  for (const { bytes } of files) {
    starts.push(aligned(end));
    end = aligned(end) + bytes.length;
  }
  const archive = new Uint8Array(end);
  new DataView(archive.buffer).setUint32(0, index.length, true);
  archive.set(index, 4);
  files.forEach(({ bytes }, at) => archive.set(bytes, starts[at]));
  return archive;
}

/** The files are views of the archive. Throws an Error when it is damaged or cut short. */
export function unpackArchive(archive: Uint8Array<ArrayBuffer>): ArchiveFile[] {
  const damaged = (): Error => new Error('The libraries for the compiler arrived damaged. Load the page again.');
  if (archive.length < 4) throw damaged();
  const length = new DataView(archive.buffer, archive.byteOffset).getUint32(0, true);
  if (4 + length > archive.length) throw damaged();
  let index: [string, number][];
  try {
    index = JSON.parse(new TextDecoder().decode(archive.subarray(4, 4 + length))) as [string, number][];
  } catch {
    throw damaged();
  }
  let end = 4 + length;
  return index.map(([path, size]) => {
    const start = aligned(end);
    end = start + size;
    if (end > archive.length) throw damaged();
    return { path, bytes: archive.subarray(start, end) };
  });
}
