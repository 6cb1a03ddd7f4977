'use client';
import { Component, type ReactNode } from 'react';

/** Props of {@link RowBoundary}. */
export interface RowBoundaryProps {
  /** Stands in the place of what failed. */
  readonly fallback: ReactNode;
  /** Another one means that drawing may work again. */
  readonly subject: unknown;
  readonly children: ReactNode;
}

interface Failure {
  readonly failed: boolean;
  readonly subject: unknown;
}

/** Keeps a row that cannot be drawn from taking the list with it. React has error boundaries as classes only. */
export class RowBoundary extends Component<RowBoundaryProps, Failure> {
  override state: Failure = { failed: false, subject: this.props.subject };

  static getDerivedStateFromError(): Partial<Failure> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ subject }: RowBoundaryProps, state: Failure): Failure | null {
    return subject === state.subject ? null : { failed: false, subject };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
