/** Answers that are no SCIM answer at all: other addresses, other formats, too much, too slow, nothing, or a refusal. */
import { gzipSync } from 'node:zlib';
import { all, commands, every, type FaultRow, fixed, json, textOf } from './okta-fault-row.ts';
import { type ScriptedAnswer, scimError } from './okta-scripted-server.ts';

function endless(): ScriptedAnswer {
  return {
    behave: (response) => {
      response.writeHead(200, { 'content-type': json });
      const chunk = Buffer.alloc(64 * 1024, 0x20);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    },
  };
}

function drip(text: string): ScriptedAnswer {
  return {
    behave: (response) => {
      response.writeHead(200, { 'content-type': json, 'content-length': String(Buffer.byteLength(text)) });
      let at = 0;
      const timer = setInterval(() => response.write(text[at++] ?? ''), 50);
      response.on('close', () => clearInterval(timer));
    },
  };
}

export const brokenAnswers: readonly FaultRow[] = [
  ...[302, 307].map((status) => ({
    name: `${status} to another address`,
    on: every,
    refuses: true,
    spoil: fixed({ status, headers: { location: 'https://elsewhere.example/Users' } }),
    asks: commands.length,
    says: all(/points to https:\/\/elsewhere\.example\/Users\. Redirects are not followed/),
  })),
  {
    name: 'redirect to itself for ever',
    on: every,
    refuses: true,
    spoil: (_good, request) => ({ status: 308, headers: { location: `/scim/v2${request.path}` } }),
    asks: commands.length,
    says: all(/answered 308 and points to .*Redirects are not followed/),
  },
  {
    name: 'gzip bomb of 50 KB that becomes 50 MB',
    on: every,
    refuses: true,
    spoil: fixed({
      raw: gzipSync(Buffer.alloc(50 * 1024 * 1024)),
      headers: { 'content-encoding': 'gzip', 'content-type': json },
    }),
    says: all(/grows when unpacked: larger than 10 MiB, which is where reading stops/),
  },
  {
    name: 'deflate that is none',
    on: every,
    refuses: true,
    spoil: fixed({ raw: 'not deflate', headers: { 'content-encoding': 'deflate' } }),
    says: all(/says it is deflate and cannot be unpacked/),
  },
  {
    name: 'an encoding that was not asked for',
    on: every,
    refuses: true,
    spoil: fixed({ raw: 'x', headers: { 'content-encoding': 'br' } }),
    says: all(/came in the encoding "br", which was not asked for/),
  },
  {
    name: 'body without an end',
    on: every,
    refuses: true,
    spoil: endless,
    patience: 8_000,
    says: all(/goes on without an end: larger than 10 MiB/),
  },
  {
    name: '2 GB of content-length',
    on: every,
    refuses: true,
    spoil: fixed({
      behave: (response) => {
        response.writeHead(200, { 'content-type': json, 'content-length': String(2 ** 31) });
        response.write('{');
      },
    }),
    says: all(/The answer says that it has 2,048 MiB: larger than 10 MiB/),
  },
  {
    name: 'header flood',
    on: every,
    refuses: true,
    spoil: fixed({
      headers: Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`x-${i}`, 'y'.repeat(200)])),
    }),
    says: all(/sent more than 16 KiB of headers/),
  },
  {
    name: 'HTML with 200',
    on: every,
    refuses: true,
    spoil: fixed({ raw: '<!doctype html><h1>Welcome</h1>', headers: { 'content-type': 'text/html' } }),
    says: all(/answered 200 with an HTML or XML page that is not JSON/),
  },
  {
    name: 'HTML with 502',
    on: every,
    refuses: true,
    spoil: fixed({ status: 502, raw: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } }),
    says: {
      ...all(/answered 502 with an HTML or XML page that is not JSON/),
      pushUser: [
        /Error while verifying if user jane@x\.com exists: Bad Gateway\. Errors reported by remote server: Invalid JSON: Unexpected character \('<'/,
        /answered 502 with an HTML or XML page/,
      ],
    },
  },
  {
    name: '404 that is a web page, not "none found"',
    on: every,
    refuses: true,
    spoil: fixed({ status: 404, raw: '<html>no such page</html>', headers: { 'content-type': 'text/html' } }),
    says: all(/answered 404 with an HTML or XML page/),
  },
  {
    name: 'invalid JSON',
    on: every,
    refuses: true,
    spoil: fixed({ raw: "{'totalResults': 0}" }),
    says: all(/answered 200 with text that is not JSON/),
  },
  {
    name: 'truncated JSON',
    on: every,
    spoil: (good) => ({ status: 200, raw: textOf(good).slice(0, -3) }),
    says: all(/answered 200 with JSON that stops in the middle/),
  },
  {
    name: 'JSON that nests 100,000 deep',
    on: every,
    refuses: true,
    spoil: fixed({ raw: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }),
    says: all(/JSON that nests deeper than 64 levels/),
  },
  {
    name: 'connection reset in the middle of a body',
    on: every,
    refuses: true,
    spoil: fixed({
      behave: (response) => {
        response.writeHead(200, { 'content-type': json, 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    }),
    says: all(/The answer 200 broke off in the middle: the server closed the connection/),
  },
  {
    name: 'connection closed without an answer',
    on: every,
    refuses: true,
    spoil: fixed({ behave: (response) => void response.destroy() }),
    says: all(/No answer: the server closed the connection/),
  },
  {
    name: 'something that is not HTTP',
    on: every,
    refuses: true,
    spoil: fixed({ behave: (response) => void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n') }),
    says: all(/No answer: what the server sent is not HTTP/),
  },
  {
    name: 'one byte every 50 ms',
    on: every,
    refuses: true,
    spoil: () => drip(JSON.stringify({ totalResults: 0, Resources: [], padding: 'x'.repeat(1_000) })),
    patience: 200,
    says: all(
      /No complete answer within 0\.2 seconds; Okta closes the connection after 60\. It began to answer 200/,
    ),
  },
  {
    name: 'no answer at all',
    on: every,
    refuses: true,
    spoil: fixed({ behave: () => undefined }),
    patience: 200,
    says: {
      ...all(/No complete answer within 0\.2 seconds; Okta closes the connection after 60/),
      pushUser: [/Error while verifying if user jane@x\.com exists: Read timed out\./, /No complete answer/],
    },
  },
  {
    name: '500 without a body',
    on: every,
    refuses: true,
    spoil: fixed({ status: 500 }),
    says: all(/answered 500 Internal Server Error without a detail/),
  },
  {
    name: '401 with a reason',
    on: every,
    refuses: true,
    spoil: fixed(scimError(401, 'Invalid SCIM token')),
    says: {
      ...all(/answered 401 Unauthorized: Invalid SCIM token/),
      test: [/Could not verify the administrator credentials/, /Invalid SCIM token/],
    },
  },
  {
    name: '429 with a Retry-After of 10 minutes',
    on: every,
    refuses: true,
    spoil: fixed({ ...scimError(429, 'slow down'), headers: { 'retry-after': '600' } }),
    says: all(/Okta would try again in 10 minutes \(its rule for 429\)/),
  },
  {
    name: '429 with a date, which Okta does not read',
    on: every,
    refuses: true,
    spoil: fixed({ status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } }),
    says: all(/Okta would try again in 5 minutes/),
  },
  {
    name: '429 without a Retry-After',
    on: every,
    refuses: true,
    spoil: fixed({ status: 429 }),
    says: all(/Okta would try again in 5 minutes/),
  },
  {
    name: '429 for ever',
    on: every,
    refuses: true,
    spoil: fixed({ status: 429, headers: { 'retry-after': '0' } }),
    says: all(/10 attempts were answered with 429; Okta gives up after that/),
  },
];
