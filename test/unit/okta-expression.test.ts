/** Okta's expression language: the examples of Okta's reference, errors with their place, and hostile texts. */
import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../electron/engine/okta/expression/expression.ts';
import type { Subject, Value } from '../../electron/engine/okta/expression/syntax.ts';

const winston = {
  firstName: 'Winston',
  lastName: 'Churchill',
  email: 'winston.churchill@gmail.com',
  login: 'winston.churchill@gmail.com',
  groupCode: '123',
  city: 'San Francisco',
  salary: '1000000',
  isContractor: 'false',
};

function subject(profile: Record<string, string> = winston): Subject {
  return {
    profile: new Map(Object.entries(profile)),
    appUser: new Map([['userName', 'winston']]),
    groupNames: () => ['San Francisco office', 'admins'],
  };
}

const run = (text: string, of: Subject = subject()): Value => compileExpression(text)(of);

describe("examples of Okta's reference (documented)", () => {
  test.each<[string, Value]>([
    ['String.append("This is", " a test")', 'This is a test'],
    ['String.join(",", "This", "is", "a", "test")', 'This,is,a,test'],
    ['String.join("", "This", "is", "a", "test")', 'Thisisatest'],
    ['String.len("This")', 4],
    ['String.removeSpaces("This is a test")', 'Thisisatest'],
    ['String.replace("This is a test", "is", "at")', 'That at a test'],
    ['String.replaceFirst("This is a test", "is", "at")', 'That is a test'],
    ['String.stringContains("This is a test", "test")', true],
    ['String.stringContains("This is a test", "doesn\'tExist")', false],
    ['String.stringSwitch("This is a test", "default", "key1", "value1")', 'default'],
    ['String.stringSwitch("This is a test", "default", "test", "value1")', 'value1'],
    [
      'String.stringSwitch("First match wins", "default", "absent", "value1", "wins", "value2", "match", "value3")',
      'value2',
    ],
    ['String.stringSwitch("Substrings count", "default", "ring", "value1")', 'value1'],
    ['String.substring("This is a test", 2, 9)', 'is is a'],
    ['String.substringAfter("abc@okta.com", "@")', 'okta.com'],
    ['String.substringBefore("abc@okta.com", "@")', 'abc'],
    ['String.toUpperCase("This")', 'THIS'],
    ['String.toLowerCase("ThiS")', 'this'],
    ["substringBefore(user.email, '@')", 'winston.churchill'],
    ["substringAfter(user.email, '@')", 'gmail.com'],
    ['toUpperCase(source.firstName)', 'WINSTON'],
    ['Arrays.get({0, 1, 2}, 0)', 0],
    ['Arrays.contains({10, 20, 30}, 10)', true],
    ['Arrays.contains({10, 20, 30}, 50)', false],
    ['Arrays.size({10, 20, 30})', 3],
    ['Arrays.size(NULL)', 0],
    ['Arrays.isEmpty({10, 20})', false],
    ['Arrays.isEmpty(NULL)', true],
    ['Arrays.toCsvString({"This", "is", " a ", "test"})', 'This,is, a ,test'],
    ["Convert.toInt('1234')", 1234],
    ['Convert.toInt(123.4)', 123],
    ['Convert.toInt(123.6)', 124],
    ["Convert.toNum('3.141')", Number('3.141')],
    ["'Hello world'", 'Hello world'],
    ['1234', 1234],
    ['3.141', Number('3.141')],
    ['true', true],
    ['user.firstName + user.lastName', 'WinstonChurchill'],
    ['user.firstName + " " + user.lastName', 'Winston Churchill'],
    ["user.groupCode == 123 ? 'Sales' : 'Other'", 'Sales'],
    ['user.city == "San Francisco"', true],
    ['user.salary >= 1000000', true],
    ['!user.isContractor', true],
    ['user.salary > 1000000 AND !user.isContractor', false],
    ['substring(user.firstName, 0, 1) + substring(user.lastName, 0, 6)', 'WChurch'],
    ['toLowerCase(substring( user.firstName, 0, 1)) + "." + toLowerCase(user.lastName)', 'w.churchill'],
    [
      'toUpperCase(substringBefore( substringAfter(user.email, "@"), ".")) + "\\" + substringBefore( user.email, "@")',
      'GMAIL\\winston.churchill',
    ],
    [
      '"XDOMAIN\\" + toLowerCase(substring( user.firstName, 0, 1)) + toLowerCase(user.lastName)',
      'XDOMAIN\\wchurchill',
    ],
    ['isMemberOfGroupName("admins")', true],
    ['isMemberOfGroupNameStartsWith("San Fr")', true],
    ['isMemberOfGroupNameContains("dmin")', true],
    ['isMemberOfGroupNameContains("sales")', false],
    ['String.startsWith(user.email, "winston")', true],
    ["(user.email != null && user.email != '') ? 'work' : ''", 'work'],
    ['user.firstName + " " + (String.len(user.middleInitial) == 0 ? "" : "x")', 'Winston '],
  ])('%s', (text, value) => {
    expect(run(text)).toEqual(value);
  });
});

describe('templates (okta.md 3.3)', () => {
  test.each([
    [`\${source.login}`, 'winston.churchill@gmail.com'],
    [`\${fn:substringBefore(source.login, "@")}`, 'winston.churchill'],
    [`\${fn:toLowerCase(source.email)}`, 'winston.churchill@gmail.com'],
    [` \${source.firstName}.\${source.lastName}@acme.example `, 'Winston.Churchill@acme.example'],
    [`\${Arrays.get({source.firstName, "}"}, 1)}`, '}'],
    [`\${source.nothing}x`, 'x'],
  ])('%s', (text, value) => {
    expect(run(text)).toBe(value);
  });
});

describe('rank, absence and kinds of values', () => {
  test.each<[string, Value]>([
    ['1 + 2 == 3 && false || true', true],
    ['true or false and false', true],
    ['false ? 1 : true ? 2 : 3', 2],
    ['!(1 < 2)', false],
    ['10 - 2 - 3', 5],
    ["1 + 2 + 'x' + 1 + 2", '3x12'],
    ['user.nothing', null],
    ['user.nothing == null', true],
    ['user.nothing != ""', true],
    ['user.nothing > 5', false],
    ['user.firstName + user.nothing', 'Winstonnull'],
    ['String.toUpperCase(user.nothing)', null],
    ['String.append(user.nothing, "x")', 'x'],
    ['String.substringBefore("abc", "@")', 'abc'],
    ['String.substringAfter("abc", "@")', ''],
    ['String.substring("abc", 1, 99)', 'bc'],
    ["'it''s'", "it's"],
    ['appuser.userName', 'winston'],
    ['false && user.nothing', false],
    ['String.replace("aXa", "X", "$&")', 'a$&a'],
    ['String.replaceFirst("a.c", ".", "b")', 'abc'],
    ['user.isContractor == false', true],
    ['{}', []],
  ])('%s', (text, value) => {
    expect(run(text)).toEqual(value);
  });
});

describe('mistakes, with their place', () => {
  test.each([
    ["'abc' + String.foo(1)", 9, 'unknown function String.foo'],
    ['firstName + user.lastName', 1, 'unknown name firstName; attributes are written user.firstName'],
    ['user.email.toUpperCase()', 1, 'unknown function user.email.toUpperCase'],
    ['user', 1, 'user needs an attribute: user.email'],
    ['user.name.first', 1, 'user.name has no part first'],
    ['user.a = 1', 8, 'to compare, write =='],
    ["'open", 1, 'the text that starts here is not closed'],
    ['(1 + 2', 7, ') is needed here, not the end'],
    ['1 +', 4, 'a value is needed here, not the end'],
    ['1 2', 3, '2 was not expected'],
    ['', 1, 'there is nothing to work out'],
    ['  ', 3, 'there is nothing to work out'],
    ['true ? 1', 9, ': is needed here, not the end'],
    ['String.len()', 1, 'String.len takes 1 argument, not 0'],
    ['String.substring("a", 1)', 1, 'String.substring takes 3 arguments, not 2'],
    ['user.a # 1', 8, '"#" has no meaning here'],
    [`\${source.login`, 1, 'the ${'.concat(' that starts here is not closed')],
    [`\${source.login}-\${source.}`, 26, 'a name is needed after the dot, not the end'],
  ])('%s', (text, at, why) => {
    expect(() => compileExpression(text)).toThrow(`Expression error at position ${at}: ${why}.`);
  });

  test.each([
    ['user.nothing ? 1 : 2', 1, 'true or false is needed here, not null (the attribute has no value)'],
    ['user.city > 5', 11, 'a number is needed here, not "San Francisco"'],
    ["Convert.toInt('12.5')", 1, '"12.5" is not a whole number'],
    ["Convert.toInt('0x10')", 1, 'a number is needed here, not "0x10"'],
    ['Convert.toInt(99999999999)', 1, 'the number is too large for an integer'],
    ['Arrays.get({1}, 1)', 1, 'the list has no position 1'],
    ['Arrays.size(user.city)', 1, 'a list is needed here, such as {10, 20}'],
    ["'a' + {1}", 5, 'a list is no text; Arrays.toCsvString makes one of it'],
    ['String.stringSwitch("a", "b", "c", "d", "e")', 1, 'String.stringSwitch needs a value for every key'],
    ['user.nothing + user.nothing', 14, 'both sides of + are null (the attributes have no value)'],
  ])('%s, when it is worked out', (text, at, why) => {
    expect(() => run(text)).toThrow(`Expression error at position ${at}: ${why}.`);
  });
});

describe('hostile texts', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'user.%s is an absent attribute',
    (name) => {
      expect(run(`user.${name}`)).toBeNull();
      expect(() => compileExpression(`${name}(1)`)).toThrow(`unknown function ${name}`);
      expect(() => compileExpression(name)).toThrow(`unknown name ${name}`);
    },
  );

  test('100,000 parentheses, and as many as fit', () => {
    expect(() => compileExpression('('.repeat(100_000))).toThrow(
      'Expression error at position 2001: an expression may have 2,000 characters at most.',
    );
    for (const opening of ['(', '!', '-', '{', 'String.len(', 'true ? ', `\${{`]) {
      const text = opening.repeat(Math.floor(2_000 / opening.length));
      expect(() => compileExpression(text)).toThrow(/nested 20 deep at most|not closed/);
    }
  });

  test('a long chain is no depth', () => {
    expect(run(Array.from({ length: 900 }, () => '1').join('+'))).toBe(900);
  });

  test('a value cannot grow without end', () => {
    const long = 'a'.repeat(100);
    const once = (inner: string) => `String.replace(${inner}, "a", "${long}")`;
    expect(() => run(once(once(once('"a"'))))).toThrow('longer than 10,000 characters');
    const doubled = `String.join("", ${Array.from({ length: 60 }, () => 'user.x').join(',')})`;
    expect(() => run(doubled, subject({ x: 'y'.repeat(4_000) }))).toThrow('longer than 10,000 characters');
    expect(() => run('user.x + user.x + user.x', subject({ x: 'y'.repeat(4_000) }))).toThrow('10,000');
  });
});
