/**
 * The page's files, read once and kept: a request is answered from this list or not at all, so no path that a
 * request names ever reaches the disk. Serves the desktop's `app://` and the console's HTTP alike.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface PageFile {
  readonly body: Buffer;
  readonly type: string;
  /** Names with a content hash never change. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
};

/** Path below the root, with `/`, to file; `/` is the page itself. */
export type PageFiles = ReadonlyMap<string, PageFile>;

export function readPageFiles(root: string, host: 'desktop' | 'browser'): PageFiles {
  const files = new Map<string, PageFile>();
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const full = join(root, name);
    const type = types[extname(name)];
    if (type === undefined || !statSync(full).isFile()) continue;
    const path = `/${relative(root, full).split(sep).join('/')}`;
    files.set(path, { body: readFileSync(full), type, immutable: path.startsWith('/assets/') });
  }
  const page = files.get('/index.html');
  if (page === undefined) throw new Error(`there is no page in ${root}: run npm run build`);
  const marked = page.body
    .toString('utf8')
    .replace(/(<meta name="rollcall-host" content=")[^"]*(")/, `$1${host}$2`);
  const file: PageFile = { ...page, body: Buffer.from(marked), immutable: false };
  files.set('/index.html', file);
  files.set('/', file);
  return files;
}

/** The desktop's page reaches nothing but its preload; the console's reaches its own origin (security.md 1.1). */
export function securityHeaders(connect: "'none'" | "'self'"): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src ${connect}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
