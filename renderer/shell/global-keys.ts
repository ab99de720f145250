/** Keys that work on every screen: ⌘K / Ctrl K, ⌘, and `g` followed by a screen's letter, and `?`. */
import { useEffect } from 'react';
import { navigate } from '../state/route-store.ts';
import { isTyping, somethingFloats } from '../state/use-shortcuts.ts';
import { screens } from './screens.ts';
import { openHelp, openPalette } from './shell-store.ts';

const sequenceMs = 1_500;

export const isMac = navigator.userAgent.includes('Mac');
export const paletteKeys = isMac ? '⌘K' : 'Ctrl K';

export function useGlobalKeys(): void {
  useEffect(() => {
    let gAt = Number.NEGATIVE_INFINITY;
    const listen = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey) return withModifier(event);
      if (event.altKey || event.defaultPrevented || isTyping(event.target) || somethingFloats()) return;
      if (event.timeStamp - gAt < sequenceMs) {
        gAt = Number.NEGATIVE_INFINITY;
        const screen = screens.find((each) => each.key === event.key);
        if (screen === undefined) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        navigate(screen.path);
      } else if (event.key === 'g') {
        gAt = event.timeStamp;
      } else if (event.key === '?') {
        event.preventDefault();
        openHelp();
      }
    };
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, []);
}

function withModifier(event: KeyboardEvent): void {
  if (event.key === 'k') {
    event.preventDefault();
    openPalette();
  } else if (event.key === ',') {
    event.preventDefault();
    navigate('/settings');
  }
}
