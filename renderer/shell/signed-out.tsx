/** Shown when the console server does not know this tab (any more). */
import { Mark } from '../ui/icon.tsx';
import { CopyButton } from '../ui/marks.tsx';

export function SignedOut() {
  return (
    <main className="mx-auto grid max-w-lg gap-4 p-8 pt-24">
      <span className="flex items-center gap-2">
        <Mark /> <span className="strong">Rollcall</span>
      </span>
      <h1 className="text-[17px] leading-6 font-semibold">Open the app link again.</h1>
      <p className="text-fg-2">
        This tab is signed out: its link was used before, or Rollcall was started anew. A running Rollcall
        prints a new link when you type this in a terminal; <code className="mono">rollcall serve</code>{' '}
        prints one when it starts.
      </p>
      <div className="flex items-center gap-3">
        <code className="mono">rollcall console</code>
        <CopyButton text="rollcall console" what="the command" />
      </div>
    </main>
  );
}
