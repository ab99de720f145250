import { describe, expect, it } from 'vitest';
import { issueWords } from '../../electron/engine/commands/input-words.ts';
import { commands } from '../../shared/contract/commands.ts';

function words(name: keyof typeof commands, input: unknown): Record<string, string> {
  const parsed = commands[name].input.safeParse(input);
  if (parsed.success) throw new Error('the input was expected to be refused');
  return Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issueWords(issue)]));
}

describe('what is wrong with an input', () => {
  it('is said in sentences', () => {
    expect(words('tokens.create', { name: '', scopes: [], expiresInDays: 0 })).toEqual({
      name: 'This is needed.',
      scopes: 'Choose at least one.',
      expiresInDays: 'Must be at least 1.',
    });
    expect(words('tokens.create', { name: 'x'.repeat(81), scopes: ['admin'], expiresInDays: 4000 })).toEqual({
      name: 'May have at most 80 characters.',
      'scopes.0': 'Must be one of read, write.',
      expiresInDays: 'Must be at most 3,650.',
    });
    expect(words('users.get', { id: 5, extra: 1 })).toEqual({
      id: 'Must be text.',
      '': 'There is no extra.',
    });
    expect(words('users.get', {})).toEqual({ id: 'This is needed.' });
    expect(words('server.start', { port: 1.5 })).toEqual({ port: 'Must be a whole number.' });
    expect(words('users.create', { attributes: [] })).toEqual({ attributes: 'must be a JSON object' });
  });
});
