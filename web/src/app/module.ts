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

type ModuleFactory = (options: { canvas: HTMLCanvasElement; locateFile(file: string): string }) => Promise<AppModule>;

const encoder = new TextEncoder();

export async function loadModule(canvas: HTMLCanvasElement, baseUrl: string): Promise<AppModule> {
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`, document.baseURI);
  const code = (await import(/* @vite-ignore */ new URL('app.js', base).href)) as { default: ModuleFactory };
  return code.default({ canvas, locateFile: (file) => new URL(file, base).href });
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
