import { z } from "zod";
import type { Role } from "@/lib/core/kernel/actor";
import { roles } from "@/lib/core/kernel/actor";

const email = z.email("write an e-mail address").max(200);
const password = z.string().min(12, "at least 12 characters").max(128);
const name = z.string().trim().min(1, "write a name").max(100);

export const signInInput = z.object({ email, password: z.string().min(1, "write your password").max(128) });
export const setUpInput = z.object({ name, email, password });
export const createPersonInput = z.object({ name, email, password, role: z.enum(roles) });
export const changeRoleInput = z.object({ userId: z.string().min(1).max(100), role: z.enum(roles) });

export type PersonRow = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: string;
};
