/** The page under `app://rollcall`: headers can be set there, and nothing outside the page's own files is answered. */
import { type CustomScheme, protocol } from 'electron';
import { readPageFiles, securityHeaders } from '../host/page-files.ts';
import { pageOrigin } from './channels.ts';

export const pageScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** Any other host, path or spelling is 404 (security.md A10). */
export function answerPageRequests(pageDir: string): void {
  const files = readPageFiles(pageDir, 'desktop');
  protocol.handle('app', (request) => {
    const url = new URL(request.url);
    const file = `${url.protocol}//${url.host}` === pageOrigin ? files.get(url.pathname) : undefined;
    if (file === undefined) return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(file.body), {
      headers: { ...securityHeaders("'none'"), 'content-type': file.type },
    });
  });
}
