/** What the palette offers: screens, actions, and the users and groups that match. */
import { useMemo } from 'react';
import { callEngine } from '../state/engine-call.ts';
import { navigate } from '../state/route-store.ts';
import { setTheme } from '../state/theme-store.ts';
import { useAnswer } from '../state/use-answer.ts';
import { useDebounced } from '../state/use-debounced.ts';
import { refreshWorkspace, useWorkspace } from '../state/workspace-store.ts';
import type { IconName } from '../ui/icon.tsx';
import { plural } from '../ui/numbers.ts';
import { screens } from './screens.ts';
import { openHelp } from './shell-store.ts';

export interface PaletteOption {
  readonly id: string;
  readonly section: string;
  readonly icon: IconName;
  readonly text: string;
  readonly second?: string;
  readonly aside?: string;
  readonly keys?: readonly string[];
  readonly run: () => void;
}

/** `>` verbs only, `@` people only, `#` groups only. */
function scopeOf(query: string): { readonly scope: '' | '>' | '@' | '#'; readonly text: string } {
  const first = query[0];
  if (first === '>' || first === '@' || first === '#') return { scope: first, text: query.slice(1).trim() };
  return { scope: '', text: query.trim() };
}

export function usePaletteOptions(query: string): {
  readonly options: readonly PaletteOption[];
  readonly text: string;
} {
  const { scope, text } = scopeOf(query);
  const settled = useDebounced(text, 80);
  const people = scope === '@' || (scope === '' && settled !== '');
  const groups = scope === '#' || (scope === '' && settled !== '');
  const foundUsers = useAnswer(
    'users.list',
    people ? { text: settled, limit: scope === '@' ? 12 : 5 } : null,
  );
  const foundGroups = useAnswer(
    'groups.list',
    groups ? { text: settled, limit: scope === '#' ? 12 : 4 } : null,
  );
  const listening = useWorkspace((state) => state.status?.server.state === 'listening');
  const options = useMemo(() => {
    const verbs =
      scope === '' || scope === '>' ? verbOptions(listening).filter((each) => matches(each, text)) : [];
    const users = (foundUsers.value?.rows ?? []).map(
      (user): PaletteOption => ({
        id: `user-${user.id}`,
        section: 'Users and groups',
        icon: 'user',
        text: user.name,
        second: user.email ?? user.userName,
        aside: user.active ? 'User' : 'User, inactive',
        run: () => navigate('/users', { open: user.id }),
      }),
    );
    const named = (foundGroups.value?.rows ?? []).map(
      (group): PaletteOption => ({
        id: `group-${group.id}`,
        section: 'Users and groups',
        icon: 'group',
        text: group.displayName,
        second: plural(group.memberCount, 'member'),
        aside: 'Group',
        run: () => navigate('/groups', { open: group.id }),
      }),
    );
    return [...users, ...named, ...verbs];
  }, [scope, text, foundUsers.value, foundGroups.value, listening]);
  return { options, text };
}

function matches(option: PaletteOption, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/);
  const hay = option.text.toLowerCase();
  return words.every((word) => hay.includes(word));
}

function verbOptions(listening: boolean): PaletteOption[] {
  const goTo = screens.map(
    (screen): PaletteOption => ({
      id: `go-${screen.path}`,
      section: 'Go to',
      icon: screen.icon,
      text: screen.title,
      ...(screen.key === null ? {} : { keys: ['g', screen.key] }),
      run: () => navigate(screen.path),
    }),
  );
  const command = (text: string, icon: IconName, run: () => void): PaletteOption => ({
    id: `do-${text}`,
    section: 'Commands',
    icon,
    text,
    run,
  });
  const server = async (name: 'server.start' | 'server.stop') => {
    const answered = await callEngine(name, {});
    if (!answered.ok) navigate('/connections/local');
    void refreshWorkspace();
  };
  return [
    ...goTo,
    command('New user', 'plus', () => navigate('/users', { new: 'user' })),
    command('New group', 'plus', () => navigate('/groups', { new: 'group' })),
    command('New token…', 'key', () => navigate('/connections/local', { tab: 'tokens', new: 'token' })),
    command('Server behaviour and fault rules', 'gear', () =>
      navigate('/connections/local', { tab: 'behaviour' }),
    ),
    command('New connection…', 'plug', () => navigate('/connections', { new: 'connection' })),
    command('Import a list…', 'upload', () => navigate('/transfer', { tab: 'import' })),
    command('Export a list…', 'download', () => navigate('/transfer', { tab: 'export' })),
    listening
      ? command('Stop server', 'pause', () => void server('server.stop'))
      : command('Start server', 'play', () => void server('server.start')),
    command('Theme: as the system', 'sun', () => setTheme('system')),
    command('Theme: light', 'sun', () => setTheme('light')),
    command('Theme: dark', 'sun', () => setTheme('dark')),
    command('Keys', 'help', openHelp),
  ];
}
