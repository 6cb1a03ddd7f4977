import { forwardRef, type CSSProperties, type ForwardedRef, type ForwardRefExoticComponent, type ReactElement, type RefAttributes } from 'react';

/** Props that every part takes. They go to its outermost element. */
export interface PartProps {
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
}

/** A part: a component that hands on `className`, `style` and `ref`, in React 18 and 19. */
export type Part<Props extends PartProps, Root extends HTMLElement = HTMLElement> = ForwardRefExoticComponent<Props & RefAttributes<Root>>;

/** Makes a part of a function that draws it. */
export function definePart<Props extends PartProps, Root extends HTMLElement = HTMLElement>(
  name: string, draw: (props: Props, ref: ForwardedRef<Root>) => ReactElement | null,
): Part<Props, Root> {
  // React types the props of the drawing function without the ref that it takes out of them: they are the same props.
  const part = forwardRef<Root, Props>((props, ref) => draw(props as Props, ref)) as unknown as Part<Props, Root>;
  part.displayName = name;
  return part;
}

/** Names of a class list; what is false is left out. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
