/** A time that keeps itself right: relative in the text, absolute with its zone on hover. */
import { useSyncExternalStore } from 'react';
import { absolute, relative } from './clock.ts';

let current = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  timer ??= setInterval(() => {
    current = Date.now();
    for (const watcher of watchers) watcher();
  }, 10_000);
  return () => {
    watchers.delete(onChange);
    if (watchers.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The current time, renewed every ten seconds. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => current);
}

export function Time({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <time className="num" dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {relative(at, Math.max(now, at))}
    </time>
  );
}
