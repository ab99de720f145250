/**
 * Okta's SCIM 2.0 SPEC test, re-implemented from its description: twelve requests that every SCIM server must answer
 * before Okta's review goes on. Each step answers with what is wrong, or with nothing.
 */
import { randomInt } from 'node:crypto';

const list = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const error = 'urn:ietf:params:scim:api:messages:2.0:Error';
const user = 'urn:ietf:params:scim:schemas:core:2.0:User';

const letters = (n) => Array.from({ length: n }, () => String.fromCharCode(97 + randomInt(26))).join('');

/** Collects what does not hold. */
function checker() {
  const wrong = [];
  return {
    wrong,
    equal: (what, found, expected) => {
      if (String(found) !== String(expected))
        wrong.push(`${what} is ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
    },
    present: (what, found) => {
      if (found === undefined || found === null || found === '') wrong.push(`${what} is empty`);
    },
    number: (what, found) => {
      if (typeof found !== 'number') wrong.push(`${what} is ${JSON.stringify(found)}, expected a number`);
    },
    has: (what, found, expected) => {
      if (!Array.isArray(found) || !found.includes(expected)) wrong.push(`${what} does not hold ${expected}`);
    },
  };
}

/**
 * @param {string} base SCIM base URL
 * @param {string} authorization the whole header value
 * @returns {Promise<{ step: string, required: boolean, wrong: string[] }[]>}
 */
export async function runSpecSteps(base, authorization) {
  const given = `Runscope${randomInt(100, 1000)}`;
  const family = `A${letters(8)}${randomInt(100, 1000)}`;
  const email = `${given}${family}@atko.com`;
  const found = {};
  const results = [];

  async function call(method, path, { body, auth = authorization } = {}) {
    const began = performance.now();
    const response = await fetch(base + path, {
      method,
      headers: {
        accept: 'application/scim+json',
        'accept-charset': 'utf-8',
        'content-type': method === 'POST' ? 'application/json' : 'application/scim+json; charset=utf-8',
        authorization: auth,
        'user-agent': 'OKTA SCIM Integration',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    let json = {};
    try {
      json = JSON.parse(text);
    } catch {
      json = { notJson: text.slice(0, 80) };
    }
    return { status: response.status, json, ms: performance.now() - began };
  }

  async function step(name, required, work) {
    const check = checker();
    try {
      await work(check);
    } catch (reason) {
      check.wrong.push(String(reason));
    }
    results.push({ step: name, required, wrong: check.wrong });
  }

  const filter = (name) => `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`;
  const newUser = {
    schemas: [user],
    userName: email,
    name: { givenName: given, familyName: family },
    emails: [{ primary: true, value: email, type: 'work' }],
    displayName: `${given} ${family}`,
    active: true,
  };
  const whole = (check, found_) => {
    for (const name of ['id', 'userName', 'active']) check.present(name, found_?.[name]);
    check.present('name.familyName', found_?.name?.familyName);
    check.present('name.givenName', found_?.name?.givenName);
    check.present('emails[0].value', found_?.emails?.[0]?.value);
  };

  await step('1 list one user', true, async (check) => {
    const { status, json } = await call('GET', '/Users?count=1&startIndex=1');
    check.equal('status', status, 200);
    check.has('schemas', json.schemas, list);
    for (const name of ['itemsPerPage', 'startIndex', 'totalResults']) check.number(name, json[name]);
    whole(check, json.Resources?.[0]);
    found.first = json.Resources?.[0]?.id;
  });
  await step('2 read that user', true, async (check) => {
    const { status, json } = await call('GET', `/Users/${found.first}`);
    check.equal('status', status, 200);
    whole(check, json);
    check.equal('id', json.id, found.first);
  });
  await step('3 filter for a user who does not exist', true, async (check) => {
    const { status, json } = await call('GET', filter('abcdefgh@atko.com'));
    check.equal('status', status, 200);
    check.has('schemas', json.schemas, list);
    check.equal('totalResults', json.totalResults, 0);
  });
  await step('4 read a user who does not exist', true, async (check) => {
    const { status, json } = await call('GET', '/Users/010101001010101011001010101011');
    check.equal('status', status, 404);
    check.present('detail', json.detail);
    check.has('schemas', json.schemas, error);
  });
  await step('5 filter for the user to be made', true, async (check) => {
    const { status, json } = await call('GET', filter(email));
    check.equal('status', status, 200);
    check.has('schemas', json.schemas, list);
    check.equal('totalResults', json.totalResults, 0);
  });
  await step('6 create the user', true, async (check) => {
    const { status, json } = await call('POST', '/Users', { body: newUser });
    check.equal('status', status, 201);
    check.equal('active', json.active, true);
    check.present('id', json.id);
    check.equal('name.familyName', json.name?.familyName, family);
    check.equal('name.givenName', json.name?.givenName, given);
    check.has('schemas', json.schemas, user);
    check.equal('userName', json.userName, email);
    found.made = json.id;
  });
  await step('7 read the user made', true, async (check) => {
    const { status, json } = await call('GET', `/Users/${found.made}`);
    check.equal('status', status, 200);
    check.equal('userName', json.userName, email);
    check.equal('name.familyName', json.name?.familyName, family);
    check.equal('name.givenName', json.name?.givenName, given);
  });
  await step('8 create the same user again', true, async (check) => {
    const { status } = await call('POST', '/Users', { body: newUser });
    check.equal('status', status, 409);
  });
  await step('9 filter in capitals', true, async (check) => {
    const { status } = await call('GET', filter(email.toUpperCase()));
    check.equal('status', status, 200);
  });
  await step('10 list groups', false, async (check) => {
    const { status, json, ms } = await call('GET', '/Groups');
    check.equal('status', status, 200);
    if (!Array.isArray(json.Resources)) check.wrong.push('Resources is no list');
    if (ms >= 600) check.wrong.push(`it took ${Math.round(ms)} ms, the limit is 600`);
  });
  await step('11 call with a wrong token', true, async (check) => {
    const { status, json } = await call('GET', filter(email), { auth: 'non-token' });
    check.equal('status', status, 401);
    check.present('detail', json.detail);
    check.equal('status in the body', json.status, 401);
    check.has('schemas', json.schemas, error);
  });
  await step('12 read another user who does not exist', true, async (check) => {
    const { status, json } = await call('GET', '/Users/00919288221112222');
    check.equal('status', status, 404);
    check.present('detail', json.detail);
    check.equal('status in the body', json.status, 404);
    check.has('schemas', json.schemas, error);
  });
  return results;
}
