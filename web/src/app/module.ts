/** app.wasm as TypeScript sees it: the functions of src/apps/main_app.cpp. Addresses and sizes are numbers, text is UTF-8. */
export interface AppModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAPF32: Float32Array;
  UTF8ToString(address: number): string;
  _malloc(size: number): number;
  _free(address: number): void;

  _app_create(): number;
  _app_resize(width: number, height: number, scale: number, coarse: number): void;
  _app_theme(light: number): void;
  _app_restore(): number;
  _app_focus(ring: number): void;
  _app_frame(): number;
  _app_input(): void;
  _app_pointer_outside(x: number, y: number): void;
  _app_begin(title: number, size: number, axis: number): void;
  _app_append(bytes: number, size: number): void;
  _app_command(name: number): number;
  _app_set_cursor(time: number): void;
  _app_show_from(begin: number, now: number): void;
  _app_show_range(begin: number, end: number): void;
  _app_set_search(text: number, size: number, start: number, end: number): void;
  _app_wheel(x: number, dx: number, dy: number, zoom: number, sideways: number): void;
  _app_search_box(): number;
  _app_search_open(): number;
  _app_cursor(): number;
  _app_cursor_json(): number;
  _app_snapshot(): number;
  _app_chrome_json(): number;
  _app_description(): number;
}

type ModuleFactory = (options: {
  canvas: HTMLCanvasElement;
  locateFile(file: string): string;
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object;
}) => Promise<AppModule>;

const encoder = new TextEncoder();

interface Parts {
  readonly code: Promise<{ default: ModuleFactory }>;
  readonly wasm: Promise<WebAssembly.Module>;
}
const fetched = new Map<string, Parts>();

/** Some hosts say of no file that it is WebAssembly. */
async function compiled(url: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compileStreaming(fetch(url));
  } catch {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The server answered ${response.status} for ${url}.`);
    return WebAssembly.compile(await response.arrayBuffer());
  }
}

/** Begins to load the app, and to compile it beside the page's own work. `loadModule` tells of failures. */
export function fetchModule(baseUrl: string): Parts {
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`, document.baseURI).href;
  const parts = fetched.get(base) ?? {
    code: import(/* @vite-ignore */ `${base}app.js`) as Parts['code'],
    wasm: compiled(`${base}app.wasm`),
  };
  fetched.set(base, parts);
  for (const part of [parts.code, parts.wasm]) {
    part.catch(() => fetched.delete(base)); // the next attempt asks again
  }
  return parts;
}

export async function loadModule(canvas: HTMLCanvasElement, baseUrl: string): Promise<AppModule> {
  const parts = fetchModule(baseUrl);
  const [code, wasm] = await Promise.all([parts.code, parts.wasm]);
  return code.default({
    canvas,
    locateFile: (file) => new URL(file, new URL(baseUrl, document.baseURI)).href,
    instantiateWasm(imports, done) {
      void WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm));
      return {};
    },
  });
}

/** Lends bytes to a function of the module for the length of the call. */
export function withBytes<T>(module: AppModule, bytes: Uint8Array, use: (address: number, size: number) => T): T {
  const address = module._malloc(bytes.length + 1);
  module.HEAPU8.set(bytes, address);
  module.HEAPU8[address + bytes.length] = 0;
  try {
    return use(address, bytes.length);
  } finally {
    module._free(address);
  }
}

export function withText<T>(module: AppModule, text: string, use: (address: number, size: number) => T): T {
  return withBytes(module, encoder.encode(text), use);
}
