/** Light, dark or as the system has it; kept in this browser, shown as `data-theme` on the root element. */
import { create } from 'zustand';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storedAt = 'rollcall-theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme {
  const value = localStorage.getItem(storedAt);
  return themes.find((theme) => theme === value) ?? 'system';
}

export const useTheme = create<{ readonly theme: Theme }>(() => ({ theme: stored() }));

function apply(): void {
  const { theme } = useTheme.getState();
  const dark = theme === 'dark' || (theme === 'system' && prefersDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function startTheme(): void {
  apply();
  prefersDark.addEventListener('change', apply);
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(storedAt, theme);
  useTheme.setState({ theme });
  apply();
}
