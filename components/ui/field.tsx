import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useId } from "react";

const box =
  "w-full min-w-0 rounded-md border border-edge/60 bg-raise px-2.5 text-ink focus-visible:outline-offset-0 aria-invalid:border-bad";

/** A labelled control with its help and its error. The control is the child; it gets the id that ties the two together. */
export function Field({
  label,
  help,
  error,
  children,
}: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly children: ReactElement<{ id?: string }>;
}) {
  const made = useId();
  const id = children.props.id ?? made;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium text-mute">
        {label}
      </label>
      {cloneElement(children, { id })}
      {help ? <p className="text-sm text-faint">{help}</p> : null}
      {error ? (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

export function TextInput({ className = "", ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={`${box} h-(--control) ${className}`} />;
}

export function Select({ className = "", children, ...rest }: ComponentProps<"select">) {
  return (
    <select {...rest} className={`${box} h-(--control) ${className}`}>
      {children}
    </select>
  );
}

export function Textarea({ className = "", ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={`${box} py-1.5 ${className}`} />;
}
