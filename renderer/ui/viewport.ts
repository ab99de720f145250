/** The window's width, for what CSS cannot leave out by itself. */
import { useSyncExternalStore } from 'react';

function watch(onChange: () => void): () => void {
  addEventListener('resize', onChange);
  return () => removeEventListener('resize', onChange);
}

export function useViewportWidth(): number {
  return useSyncExternalStore(watch, () => window.innerWidth);
}
