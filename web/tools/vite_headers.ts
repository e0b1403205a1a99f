/**
 * The site's headers (headers.mjs) as files that servers read: `_headers` (Netlify, Cloudflare Pages and others of that kind), `.htaccess`
 * (Apache), `nginx.conf` (to include in a server block). Where none of these works, sw.js does what can be done.
 */
import type { Plugin } from 'vite';
import { Isolation, Open, ScriptPolicy } from '../headers.mjs';

const Everywhere = Object.entries({ ...Isolation, ...Open });
const Lasting = 'public, max-age=31536000, immutable';
const Folders = ['app', 'assets', 'compiler', 'engine', 'guest', 'lessons'];

export function headersFile(): string {
  const lines = (headers: readonly (readonly [string, string])[]): string => headers.map(([name, value]) => `  ${name}: ${value}\n`).join('');
  return `/*\n${lines(Everywhere)}${Folders.map((folder) => `/${folder}${folder === 'assets' ? '' : '-*'}/*\n  Cache-Control: ${Lasting}\n`).join('')}`
    + `/*.js\n  Content-Security-Policy: ${ScriptPolicy}\n`;
}

export function htaccess(): string {
  return `<IfModule mod_headers.c>
${Everywhere.map(([name, value]) => `Header always set ${name} "${value}"\n`).join('')}<FilesMatch "\\.m?js$">
Header always set Content-Security-Policy "${ScriptPolicy}"
</FilesMatch>
<If "%{REQUEST_URI} =~ m#/(?:assets|(?:${Folders.filter((folder) => folder !== 'assets').join('|')})-[0-9a-f]{12})/#">
Header always set Cache-Control "${Lasting}"
</If>
</IfModule>
AddType application/wasm .wasm
AddType text/javascript .js .mjs
`;
}

export function nginx(): string {
  const lines = Everywhere.map(([name, value]) => `add_header ${name} "${value}" always;\n`).join('');
  return `# include this in the server block; with ngx_brotli or gzip_static the compressed neighbours are served as they are.
${lines}gzip_static on;
location ~ \\.m?js$ {
${lines.replace(/^/gm, '  ').trimEnd()}
  add_header Content-Security-Policy "${ScriptPolicy}" always;
}
`;
}

export function headerFiles(): Plugin {
  return {
    name: 'interleave-headers',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
      this.emitFile({ type: 'asset', fileName: '.htaccess', source: htaccess() });
      this.emitFile({ type: 'asset', fileName: 'nginx.conf', source: nginx() });
    },
  };
}
