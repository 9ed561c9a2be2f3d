import type { ComponentProps } from "react";

/**
 * A form that its script sends. Until the script is there, sending does nothing (`dialog` outside of a dialog): what was
 * typed stays where it is, and no password comes into the address.
 */
export function Form(props: Omit<ComponentProps<"form">, "method" | "action">) {
  return <form method="dialog" {...props} />;
}
