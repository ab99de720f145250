/**
 * The floor: the least a SCIM server on SQLite can do. Bare `node:http` and better-sqlite3, WAL NORMAL (it does not
 * fsync), no authentication, no checks, no log, users as the JSON to send. What Rollcall costs is measured against it.
 */

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Database from 'better-sqlite3';
import { inventPeople } from '../electron/engine/base/people.ts';

const [dir, users] = [process.argv[2] as string, Number(process.argv[3])];
const db = new Database(`${dir}/floor.db`);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = NORMAL');
db.exec('create table users (seq integer primary key, id text unique, name text unique, json text)');
db.exec('create table members (group_id text, user_id text, primary key (group_id, user_id)) without rowid');
const insert = db.prepare('insert into users (id, name, json) values (?, ?, ?)');
const byName = db.prepare('select json from users where name = ?');
const page = db.prepare(
  'select u.json from (select seq from users order by seq limit ? offset ?) k join users u using (seq)',
);
const addMember = db.prepare('insert or ignore into members values (?, ?)');
const count = db.prepare('select count(*) as n from users');

function jsonOf(id: string, person: { userName: string; displayName?: string }): string {
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id,
    userName: person.userName,
    displayName: person.displayName,
    name: { givenName: 'Given', familyName: 'Family' },
    emails: [{ value: person.userName, type: 'work', primary: true }],
    phoneNumbers: [{ value: '+1 555 0100 1000', type: 'work', primary: true }],
    addresses: [{ type: 'work', locality: 'Madrid', country: 'ES', primary: true }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { employeeNumber: '100', department: 'IT' },
    active: true,
    meta: {
      resourceType: 'User',
      version: 'W/"1"',
      created: '2026-01-01T00:00:00Z',
      location: `/scim/v2/Users/${id}`,
    },
  });
}

db.exec('begin');
for (const person of inventPeople(users, 1)) {
  const id = randomUUID();
  insert.run(id, person.email, jsonOf(id, { userName: person.email, displayName: person.displayName }));
}
db.exec('commit');

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://floor');
  const send = (status: number, text: string) => {
    response.writeHead(status, { 'content-type': 'application/scim+json' });
    response.end(text);
  };
  if (request.method === 'GET') {
    const name = /^userName eq "(.*)"$/.exec(url.searchParams.get('filter') ?? '')?.[1];
    const rows = (
      name === undefined
        ? page.all(
            Number(url.searchParams.get('count') ?? 100),
            Number(url.searchParams.get('startIndex') ?? 1) - 1,
          )
        : byName.all(name)
    ) as { json: string }[];
    const total = name === undefined ? (count.get() as { n: number }).n : rows.length;
    return send(
      200,
      `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${total},"startIndex":1,"itemsPerPage":${rows.length},"Resources":[${rows.map((r) => r.json).join(',')}]}`,
    );
  }
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const sent = JSON.parse(body) as { userName: string; Operations?: { value: { value: string }[] }[] };
    if (sent.Operations) {
      addMember.run(url.pathname, sent.Operations[0]?.value[0]?.value);
      response.writeHead(204);
      return response.end();
    }
    const id = randomUUID();
    const text = jsonOf(id, sent);
    insert.run(id, sent.userName, text);
    return send(201, text);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(JSON.stringify({ port: address.port }));
});
process.on('SIGTERM', () => process.exit(0));
