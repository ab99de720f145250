/**
 * The floor: the least a SCIM server on SQLite can do. Bare `node:http` and better-sqlite3, WAL NORMAL (it does not
 * fsync), no authentication, no checks, no log. Users are kept as the JSON to send; nothing is deleted, so a position
 * in the list is a key and the total is a counter. What Rollcall costs is measured against it.
 *
 * Usage: node floor.ts <folder> <users>. Prints its port as JSON once it answers.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sampleId, samplePeople, sentUser, storedUser } from './sample-people.ts';

const [folder = '.', users = '0'] = process.argv.slice(2);
const base = '/scim/v2';
const db = new Database(join(folder, 'floor.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = NORMAL');
db.exec('create table users (seq integer primary key, id text unique, name text unique, json text)');
db.exec('create table groups (id text primary key, json text) without rowid');
db.exec('create table members (group_id text, user_id text, primary key (group_id, user_id)) without rowid');
const insertUser = db.prepare('insert into users (id, name, json) values (?, ?, ?)');
const userByName = db.prepare<[string], Kept>('select json from users where name = ?');
const userById = db.prepare<[string], Kept>('select json from users where id = ?');
const page = db.prepare<[number, number], Kept>('select json from users where seq >= ? order by seq limit ?');
const insertGroup = db.prepare('insert into groups values (?, ?)');
const groupById = db.prepare<[string], Kept>('select json from groups where id = ?');
const addMember = db.prepare('insert or ignore into members values (?, ?)');
const removeMember = db.prepare('delete from members where group_id = ? and user_id = ?');
let total = 0;

interface Kept {
  readonly json: string;
}

interface Sent {
  readonly userName: string;
  readonly Operations?: readonly { op: string; path: string; value?: readonly { value: string }[] }[];
}

function fill(count: number): void {
  db.exec('begin');
  for (const person of samplePeople(count)) {
    const id = sampleId(total++);
    insertUser.run(id, person.email, JSON.stringify(storedUser(id, sentUser(person), base)));
  }
  for (const [id, size] of [
    ['ten', 10],
    ['thousands', 5000],
    ['all', count],
  ] as const) {
    insertGroup.run(id, JSON.stringify({ id, displayName: id }));
    for (let i = 0; i < Math.min(size, count); i++) addMember.run(id, sampleId(i));
  }
  db.exec('commit');
}

function send(response: ServerResponse, status: number, text: string): void {
  const length = Buffer.byteLength(text);
  response.writeHead(status, { 'content-type': 'application/scim+json', 'content-length': length });
  response.end(text);
}

function list(response: ServerResponse, found: readonly Kept[], all: number, start: number): void {
  const resources = found.map((row) => row.json).join(',');
  const head = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"]';
  send(
    response,
    200,
    `${head},"totalResults":${all},"startIndex":${start},"itemsPerPage":${found.length},"Resources":[${resources}]}`,
  );
}

function read(target: string, response: ServerResponse): void {
  const [path = '', query = ''] = target.split('?');
  const [kind, id] = path.slice(base.length + 1).split('/');
  if (id !== undefined) {
    const found = kind === 'Groups' ? groupById.get(id) : userById.get(id);
    send(response, found === undefined ? 404 : 200, found?.json ?? '{}');
    return;
  }
  const asked = new URLSearchParams(query);
  const name = /^userName eq "(.*)"$/.exec(asked.get('filter') ?? '')?.[1];
  if (name !== undefined) {
    const found = userByName.all(name);
    list(response, found, found.length, 1);
    return;
  }
  const start = Number(asked.get('startIndex') ?? 1);
  list(response, page.all(start, Number(asked.get('count') ?? 100)), total, start);
}

function write(target: string, body: string, response: ServerResponse): void {
  const sent = JSON.parse(body) as Sent;
  if (sent.Operations !== undefined) {
    const group = target.slice(target.lastIndexOf('/') + 1);
    for (const { op, path, value } of sent.Operations) {
      if (op === 'add') addMember.run(group, value?.[0]?.value);
      else removeMember.run(group, path.split('"')[1]);
    }
    response.writeHead(204);
    response.end();
    return;
  }
  const id = randomUUID();
  const text = JSON.stringify(storedUser(id, sent, base));
  insertUser.run(id, sent.userName, text);
  total += 1;
  send(response, 201, text);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const target = request.url ?? '/';
  if (request.method === 'GET') {
    read(target, response);
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => write(target, body, response));
}

fill(Number(users));
const server = createServer(answer);
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
process.on('SIGTERM', () => process.exit(0));
