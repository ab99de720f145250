/** How an exchange is put in words: its status, its HTTP reason, and itself as a cURL command. */
import type { ExchangeRecord } from '../../../shared/domain/exchange.ts';
import { Status } from '../../ui/status.tsx';

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No content',
  304: 'Not modified',
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  429: 'Too many',
  500: 'Server error',
  502: 'Bad gateway',
  503: 'Unavailable',
};

export function HttpStatus({ status, error }: { readonly status: number; readonly error?: string | null }) {
  if (status === 0)
    return (
      <Status tone="danger" shape="cross" title={error ?? undefined}>
        No answer
      </Status>
    );
  const words = `${status} ${reasons[status] ?? ''}`.trim();
  if (status >= 500 || status === 401 || status === 403)
    return (
      <Status tone="danger" shape="cross">
        {words}
      </Status>
    );
  if (status >= 400)
    return (
      <Status tone="warning" shape="tri">
        {words}
      </Status>
    );
  return (
    <Status tone="success" shape="dot">
      {words}
    </Status>
  );
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** Set by curl itself, or wrong once the request is sent again. */
const leftOut = new Set(['host', 'content-length', 'connection', 'accept-encoding', 'transfer-encoding']);

/** Secrets are masked in the log, so the command names the token as `$TOKEN`. */
export function asCurl(exchange: ExchangeRecord): string {
  const parts = [`curl -X ${exchange.method} ${quote(exchange.url)}`];
  for (const [name, value] of exchange.requestHeaders) {
    if (leftOut.has(name.toLowerCase())) continue;
    if (name.toLowerCase() === 'authorization') {
      const scheme = /^(Bearer|Basic) /i.exec(value)?.[0] ?? '';
      parts.push(`-H "${name}: ${scheme}$TOKEN"`);
    } else {
      parts.push(`-H ${quote(`${name}: ${value}`)}`);
    }
  }
  if (exchange.requestBody !== null) parts.push(`--data-binary ${quote(exchange.requestBody)}`);
  return parts.join(' \\\n  ');
}
