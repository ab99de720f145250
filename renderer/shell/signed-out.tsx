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
        This tab is signed out: the link was used before, or Rollcall was started anew. The link is printed in
        the terminal where Rollcall runs. To get a new one, stop it there and start it again:
      </p>
      <div className="flex items-center gap-3">
        <code className="mono">rollcall serve</code>
        <CopyButton text="rollcall serve" what="the command" />
      </div>
    </main>
  );
}
