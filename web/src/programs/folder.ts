/** A program as a folder that builds with CMake anywhere: main.cpp, CMakeLists.txt, and our headers in a form that needs no page. */
import { strToU8, zipSync } from 'fflate';
import cmakeLists from './native/CMakeLists.txt?raw';
import runtimeHeader from './native/runtime.h?raw';

const From = '../../../src/guest/';
/** path → text; all of them, since they include each other. */
const ourHeaders: Readonly<Record<string, string>> = import.meta.glob('../../../src/guest/include/interleave/**/*.hpp', { query: '?raw', import: 'default', eager: true });

/** A name that files and CMake targets may have. */
export function plainName(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\w]+/g, '-').replace(/^[-_]+|[-_]+$/g, '').toLowerCase();
  return /^[a-z]/.test(plain) && !['all', 'test', 'install', 'clean', 'help', 'main'].includes(plain) ? plain : `program${plain === '' ? '' : `-${plain}`}`;
}

/** path → text */
export function folderOf(name: string, source: string): Record<string, string> {
  const plain = plainName(name);
  const inComment = name.replace(/\s+/g, ' ');
  return {
    [`${plain}/main.cpp`]: source,
    [`${plain}/CMakeLists.txt`]: cmakeLists.replaceAll('{name}', () => inComment).replaceAll('{target}', plain),
    ...(/[<"]interleave\//.test(source) ? {
      ...Object.fromEntries(Object.entries(ourHeaders).map(([path, text]) => [`${plain}/${path.slice(From.length)}`, text])),
      [`${plain}/include/interleave/runtime.h`]: runtimeHeader,
    } : {}),
  };
}

/** The folder as a zip archive. */
export function zipOf(name: string, source: string): Uint8Array<ArrayBuffer> {
  const files = Object.entries(folderOf(name, source)).map(([path, text]) => [path, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(files), { level: 6 }));
}
