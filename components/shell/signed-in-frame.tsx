import type { ReactNode } from "react";
import type { Role } from "@/lib/core/kernel/actor";
import { AppBar, type Place } from "./app-bar";
import { PageFrame } from "./page-frame";
import { SignOutButton } from "./sign-out-button";

type Viewer = { readonly name: string; readonly role: Role };

/** A page of somebody who is signed in: the bar on top, the page below. */
export function SignedInFrame({
  place,
  viewer,
  title,
  actions,
  children,
}: {
  readonly place: Place | null;
  readonly viewer: Viewer;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <>
      <AppBar place={place} viewer={viewer} signOut={<SignOutButton />} />
      <PageFrame title={title} actions={actions}>
        {children}
      </PageFrame>
    </>
  );
}
