/** Using the same group to assign an app and to push it there, which Okta does not support (okta.md 3.7, documented). */
import { Callout } from '../../ui/notices.tsx';
import { plural } from '../../ui/numbers.ts';

/** Nothing where no group is named. */
export function UsedTwice(props: {
  readonly names: readonly string[];
  readonly appName: string;
  /** Whether it is so already, or would be after this dialog. */
  readonly already?: boolean;
}) {
  const { names, appName, already = false } = props;
  const [only] = names;
  if (only === undefined) return null;
  const what = names.length === 1 ? only : plural(names.length, 'group');
  const [assigns, is] = names.length === 1 ? ['assigns', 'is'] : ['assign', 'are'];
  const title = already
    ? `${what} both ${assigns} ${appName} and ${is} pushed to it`
    : `${what} would both assign ${appName} and be pushed to it`;
  return (
    <Callout tone="warning" title={title}>
      {names.length > 1 && `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and more' : ''}. `}
      Okta does not support that: members may be missing in the app, and some are not removed. Assign with one
      group and push another.
    </Callout>
  );
}
