/** The question the Users screen asks, as its route spells it. */
import { useMemo } from 'react';
import { useRoute } from '../../state/route-store.ts';
import { useDebounced } from '../../state/use-debounced.ts';

export const views = ['all', 'active', 'inactive', 'changed-today'] as const;
export type View = (typeof views)[number];
const sorts = ['name', 'userName', 'email', 'active', 'lastModified', 'created'] as const;
type Sort = (typeof sorts)[number];

export interface UsersQuery {
  readonly view: View;
  readonly mode: 'text' | 'scim';
  /** As typed. */
  readonly typed: string;
  /** As asked, once the typing rests. */
  readonly list: {
    readonly view: View;
    readonly text?: string;
    readonly filter?: string;
    readonly groupId?: string;
    readonly sortBy: Sort;
    readonly descending: boolean;
  };
}

export function useUsersQuery(): UsersQuery {
  const params = useRoute((route) => route.params);
  const view = views.find((each) => each === params.view) ?? 'all';
  const mode = params.mode === 'scim' ? 'scim' : 'text';
  const typed = params.q ?? '';
  const asked = useDebounced(typed, typed === '' ? 0 : 150).trim();
  const sortBy = sorts.find((each) => each === params.sort) ?? 'name';
  const descending = params.dir === 'desc';
  const groupId = params.group ?? '';
  return useMemo(
    () => ({
      view,
      mode,
      typed,
      list: {
        view,
        sortBy,
        descending,
        ...(asked === '' ? {} : mode === 'scim' ? { filter: asked } : { text: asked }),
        ...(groupId === '' ? {} : { groupId }),
      },
    }),
    [view, mode, typed, asked, sortBy, descending, groupId],
  );
}
