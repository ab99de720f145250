/** What floats over every screen: the palette and the help dialog. */
import { create } from 'zustand';

export const useFloating = create<{ readonly open: 'palette' | 'help' | null }>(() => ({ open: null }));

export function openPalette(): void {
  useFloating.setState({ open: 'palette' });
}

export function openHelp(): void {
  useFloating.setState({ open: 'help' });
}

export function closeFloating(): void {
  useFloating.setState({ open: null });
}
