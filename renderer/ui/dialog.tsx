/** Dialogs: a title, a body, and at most one primary button at the lower right. */
import { Dialog as Base } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { type FormEvent, type ReactNode, useRef } from 'react';
import { Button, IconButton } from './button.tsx';

export interface DialogProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot; a form's own submit button among them. */
  readonly foot?: ReactNode;
  /** Where given, body and foot are a form. */
  readonly onSubmit?: () => void;
  /** A click outside or Escape does not close it: something would be lost. */
  readonly sticky?: boolean;
}

export function Dialog({ title, wide, onClose, children, foot, onSubmit, sticky }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const inner = (
    <>
      <div className="dialog-body">{children}</div>
      {foot && <footer className="bar">{foot}</footer>}
    </>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Base.Root
      open
      disablePointerDismissal={sticky === true}
      onOpenChange={(open, details) => {
        if (open || (sticky && details.reason === 'escape-key')) return;
        onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          ref={popup}
          className={clsx('dialog', wide && 'wide')}
          initialFocus={() => firstField(popup.current)}
        >
          <header>
            <Base.Title className="grow">{title}</Base.Title>
            {!sticky && <Base.Close render={<IconButton icon="x" label="Close" small />} />}
          </header>
          {onSubmit ? (
            <form className="flex min-h-0 flex-col" onSubmit={submit} noValidate>
              {inner}
            </form>
          ) : (
            inner
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Base UI would focus the close button: the first input, else the primary button, is what a person came for. */
function firstField(popup: HTMLElement | null): HTMLElement | null {
  const body = popup?.querySelector<HTMLElement>('.dialog-body input:not([disabled]), .dialog-body textarea');
  return body ?? popup?.querySelector<HTMLElement>('footer .primary, footer .btn') ?? popup;
}

export interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Verb and object: "Delete 3 users". */
  readonly verb: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function ConfirmDialog(props: ConfirmProps) {
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      foot={
        <>
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button
            variant={props.danger ? 'bordered' : 'primary'}
            {...(props.danger ? { tone: 'danger' as const } : {})}
            disabled={props.busy}
            onClick={props.onConfirm}
          >
            {props.verb}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
