/**
 * Where the person is: `#/users?view=active`. Every view state lives here, so that Back, Forward and a copied link
 * work alike in the desktop app and in a browser. Each history entry carries its index, which tells whether Back and
 * Forward lead anywhere.
 */
import { create } from 'zustand';

export type RouteParams = Readonly<Record<string, string>>;

export interface Route {
  /** `/users`, `/connections/local`: no trailing slash, `/` is Home. */
  readonly path: string;
  readonly params: RouteParams;
}

interface RouteState extends Route {
  readonly index: number;
  readonly last: number;
}

export function parseHash(hash: string): Route {
  const text = hash.replace(/^#/, '');
  if (!text.startsWith('/')) return { path: '/', params: {} };
  const [path = '/', query = ''] = text.split('?', 2);
  return {
    path: path.length > 1 ? path.replace(/\/+$/, '') : path,
    params: Object.fromEntries(new URLSearchParams(query)),
  };
}

export function hrefOf(path: string, params: RouteParams = {}): string {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== '')).toString();
  return `#${path}${query === '' ? '' : `?${query}`}`;
}

function indexOf(state: unknown): number | null {
  if (typeof state !== 'object' || state === null || !('index' in state)) return null;
  return typeof state.index === 'number' ? state.index : null;
}

const first = indexOf(history.state) ?? 0;

export const useRoute = create<RouteState>(() => ({
  ...parseHash(location.hash),
  index: first,
  last: first,
}));

export function startRouting(): void {
  history.replaceState({ index: first }, '');
  addEventListener('popstate', () => {
    const known = indexOf(history.state);
    const { index: before, last } = useRoute.getState();
    const index = known ?? before + 1;
    if (known === null) history.replaceState({ index }, '');
    useRoute.setState({ ...parseHash(location.hash), index, last: known === null ? index : last });
  });
}

export function navigate(path: string, params: RouteParams = {}): void {
  const now = useRoute.getState();
  const href = hrefOf(path, params);
  if (href === hrefOf(now.path, now.params)) return;
  const index = now.index + 1;
  history.pushState({ index }, '', href);
  useRoute.setState({ ...parseHash(href), index, last: index });
}

/** Changes parameters in place; '' takes one away. Typing and opening rows replace, so Back leaves the page. */
export function setParams(patch: RouteParams): void {
  const now = useRoute.getState();
  const href = hrefOf(now.path, { ...now.params, ...patch });
  history.replaceState({ index: now.index }, '', href);
  useRoute.setState(parseHash(href));
}

export function goBack(): void {
  history.back();
}

export function goForward(): void {
  history.forward();
}

export function useParam(name: string, otherwise = ''): string {
  return useRoute((route) => route.params[name] ?? otherwise);
}
