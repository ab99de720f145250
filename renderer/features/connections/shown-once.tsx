/** A token at the only moment it can be seen, in the forms clients take it; closed only by "I have stored it". */
import type { ReactNode } from 'react';
import type { TokenRecord } from '../../../shared/domain/vault.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CopyButton } from '../../ui/marks.tsx';
import { Callout } from '../../ui/notices.tsx';

export interface NewToken {
  readonly record: TokenRecord;
  readonly token: string;
}

export function ShownOnce(props: {
  readonly made: NewToken;
  readonly onStored: () => void;
  /** Below: what happens next. */
  readonly children?: ReactNode;
}) {
  const { record, token } = props.made;
  return (
    <Dialog
      title="Store this token now"
      sticky
      onClose={props.onStored}
      foot={
        <Button variant="primary" onClick={props.onStored}>
          I have stored it
        </Button>
      }
    >
      <Callout tone="warning" title="It is shown once.">
        Rollcall keeps only a fingerprint of it and cannot show it again.
      </Callout>
      <output className="mono block rounded-md border border-line-2 bg-sunken p-3 break-all select-all">
        {token}
      </output>
      <div className="flex gap-2">
        <CopyButton text={token} what="the token" />
        <CopyButton text={`Bearer ${token}`} label="Copy as header" icon={false} />
      </div>
      <p className="fg2">
        For Basic, the password is the token and the user name is{' '}
        <span className="mono select-all">{record.userName}</span>{' '}
        <CopyButton text={record.userName} what="the user name" />
      </p>
      {props.children}
    </Dialog>
  );
}
