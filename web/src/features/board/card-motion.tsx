'use client';

import { Component, createRef, type ReactNode, type RefObject } from 'react';
import { glide, readPlaces, type Places } from './glide.ts';

interface CardMotionProps {
  /** What the places of the cards depend on; only when it changes do cards move. */
  content: unknown;
  /** A card whose way everybody saw already: a hand just put it there. */
  unmoved: RefObject<string | null>;
  children: ReactNode;
}

/**
 * Shows where cards went when somebody else moves them, or when a refused move is taken back. A class, because only these
 * are asked about the page just before it changes.
 */
export class CardMotion extends Component<CardMotionProps> {
  readonly #element = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(before: CardMotionProps): Places | null {
    return before.content === this.props.content ? null : readPlaces(this.#element.current);
  }

  override componentDidUpdate(_before: CardMotionProps, _state: unknown, places: Places | null): void {
    if (!places || !this.#element.current) return;
    glide(this.#element.current, places, this.props.unmoved.current);
    this.props.unmoved.current = null;
  }

  override render(): ReactNode {
    return (
      <div ref={this.#element} className="contents">
        {this.props.children}
      </div>
    );
  }
}
