/**
 * The peer: scimmy and scimmy-routers on Express 4 (on Express 5 it ignores startIndex and count), its handlers over
 * Maps in memory and indexed where scimmy lets a handler do that: `id` and `userName eq` by Map, a page by slice. The
 * README's handlers go through every user instead, so this is the peer at its best.
 *
 * Usage: node server.mjs <users>. Prints its port as JSON once it answers. Run `npm ci` in this folder first.
 */
import { randomUUID } from 'node:crypto';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { sampleId, samplePeople, sentUser, storedUser } from '../sample-people.ts';

const count = Number(process.argv[2] ?? 0);
const usersById = new Map();
const usersByName = new Map();
const usersInOrder = [];
const groupsById = new Map();

function keepUser(user) {
  if (!usersById.has(user.id)) usersInOrder.push(user);
  usersById.set(user.id, user);
  usersByName.set(user.userName.toLowerCase(), user);
  return user;
}

function mustFind(map, id) {
  const found = map.get(id);
  if (found === undefined) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
  return found;
}

/** One page; the total goes along, or scimmy would say that this page is all there is. */
function pageOf(resource) {
  const { startIndex = 1, count: size = 100 } = resource.constraints ?? {};
  resource.constraints = { ...resource.constraints, totalResults: usersInOrder.length };
  return usersInOrder.slice(startIndex - 1, startIndex - 1 + size);
}

function readUsers(resource) {
  if (resource.id) return mustFind(usersById, resource.id);
  if (!resource.filter) return pageOf(resource);
  const [only, ...others] = resource.filter;
  const [operator, value] = only?.userName ?? [];
  if (others.length > 0 || Object.keys(only).length !== 1 || operator !== 'eq')
    return resource.filter.match(usersInOrder);
  const found = usersByName.get(String(value).toLowerCase());
  return found === undefined ? [] : [found];
}

function writeUser(resource, data) {
  if (resource.id)
    return keepUser(Object.assign(mustFind(usersById, resource.id), JSON.parse(JSON.stringify(data))));
  if (usersByName.has(data.userName.toLowerCase()))
    throw new SCIMMY.Types.Error(409, 'uniqueness', 'userName is taken');
  const now = new Date().toISOString();
  const sent = JSON.parse(JSON.stringify(data));
  return keepUser({ ...sent, id: randomUUID(), meta: { created: now, lastModified: now } });
}

function writeGroup(resource, data) {
  const id = resource.id ?? randomUUID();
  const group = { ...groupsById.get(id), ...JSON.parse(JSON.stringify(data)), id };
  groupsById.set(id, group);
  return group;
}

for (const [i, person] of samplePeople(count).entries())
  keepUser(storedUser(sampleId(i), sentUser(person), '/scim/v2'));
for (const [id, size] of [
  ['ten', 10],
  ['thousands', 5000],
]) {
  const members = usersInOrder.slice(0, size).map((user) => ({ value: user.id, type: 'User' }));
  groupsById.set(id, { id, displayName: id, members });
}

SCIMMY.Resources.declare(SCIMMY.Resources.User, {
  egress: readUsers,
  ingress: writeUser,
  degress: (resource) => {
    const user = mustFind(usersById, resource.id);
    usersById.delete(user.id);
    usersByName.delete(user.userName.toLowerCase());
    usersInOrder.splice(usersInOrder.indexOf(user), 1);
  },
});
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(SCIMMY.Resources.Group, {
  egress: (resource) => (resource.id ? mustFind(groupsById, resource.id) : [...groupsById.values()]),
  ingress: writeGroup,
  degress: (resource) => void groupsById.delete(resource.id),
});

const app = express();
app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler: () => 'bench' }));
const server = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.on('SIGTERM', () => process.exit(0));
