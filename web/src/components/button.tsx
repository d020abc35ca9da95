import { useState, type ComponentProps } from 'react';
import { cx } from '@/lib/ui/class-names.ts';

const tones = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
  secondary: 'border border-line-strong bg-surface text-text hover:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-text',
  danger: 'border border-failed/50 text-failed hover:bg-failed-soft',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  tone?: keyof typeof tones;
  size?: 'small' | 'medium';
}

/** While it has the focus, being disabled does not take that away: it is only told, and pressing does nothing. */
export function Button({
  tone = 'secondary',
  size = 'medium',
  className,
  type = 'button',
  disabled,
  ...props
}: ButtonProps) {
  const [focused, setFocused] = useState(false);
  const isTold = disabled === true && focused;
  return (
    <button
      type={type}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-card font-medium whitespace-nowrap transition-colors duration-100 select-none disabled:cursor-default disabled:opacity-55 aria-disabled:cursor-default aria-disabled:opacity-55',
        size === 'small' ? 'h-6 px-2 text-meta' : 'h-8 px-3 text-body',
        tones[tone],
        className,
      )}
      {...props}
      disabled={disabled && !isTold}
      {...(isTold ? { 'aria-disabled': true } : {})}
      onFocus={(event) => {
        setFocused(true);
        props.onFocus?.(event);
      }}
      onBlur={(event) => {
        setFocused(false);
        props.onBlur?.(event);
      }}
      onClick={isTold ? (event) => event.preventDefault() : props.onClick}
    />
  );
}
