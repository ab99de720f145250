/** A page that broke says so in its place; the rest of the window goes on. React offers this only as a class. */
import { Component, type ReactNode } from 'react';
import { faultFrom } from '../state/engine-call.ts';
import { FaultNotice } from '../ui/notices.tsx';

interface Props {
  readonly children: ReactNode;
}

export class PageBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="p-4">
        <h1 className="sr-only">This page stopped</h1>
        <FaultNotice fault={faultFrom(this.state.error)} onRetry={() => this.setState({ error: null })} />
      </main>
    );
  }
}
