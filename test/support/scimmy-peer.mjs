/**
 * A SCIM server that is not ours: scimmy with scimmy-routers on Express 4, from the lockfile in bench/peer. What is
 * here is only what their documentation leaves to an application: where the resources are kept. Everything that
 * speaks SCIM (paging, filters, PATCH, PUT, errors) is theirs, as they wrote it.
 *
 * Usage: node scimmy-peer.mjs <token>. Prints its port as JSON once it answers.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const load = createRequire(new URL('../../bench/peer/package.json', import.meta.url));
const express = load('express');
const { default: SCIMMY } = load('scimmy');
const { default: SCIMMYRouters } = load('scimmy-routers');

/** @param name the attribute that must be unique */
function storeOf(name) {
  const kept = new Map();
  const find = (id) => {
    const found = kept.get(id);
    if (found === undefined) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    return found;
  };
  return {
    egress: (resource) => {
      if (resource.id) return find(resource.id);
      const all = [...kept.values()];
      return resource.filter ? resource.filter.match(all) : all;
    },
    ingress: (resource, data) => {
      const id = resource.id ? find(resource.id).id : randomUUID();
      const value = data[name].toLowerCase();
      const other = [...kept.values()].find((one) => one.id !== id && one[name].toLowerCase() === value);
      if (other !== undefined) throw new SCIMMY.Types.Error(409, 'uniqueness', `${name} is taken`);
      const now = new Date().toISOString();
      const meta = { created: kept.get(id)?.meta.created ?? now, lastModified: now };
      kept.set(id, { ...JSON.parse(JSON.stringify(data)), id, meta });
      return kept.get(id);
    },
    degress: (resource) => void kept.delete(find(resource.id).id),
  };
}

SCIMMY.Resources.declare(SCIMMY.Resources.User, storeOf('userName'));
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(SCIMMY.Resources.Group, storeOf('displayName'));

const [token] = process.argv.slice(2);
const handler = (request) => {
  if (request.header('Authorization') !== `Bearer ${token}`) throw new Error('The token is not known.');
  return 'okta';
};
const app = express();
app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler }));
const server = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.on('SIGTERM', () => process.exit(0));
