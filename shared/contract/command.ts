/** How a command is declared: a request schema that runs, and an answer type that only the compiler sees. */
import type { z } from 'zod';

declare const answered: unique symbol;

export interface Answer<T> {
  readonly [answered]?: T;
}

export interface Command<S extends z.ZodType, T> {
  readonly input: S;
  readonly answer: Answer<T>;
}

export function answer<T>(): Answer<T> {
  return {};
}

export function command<S extends z.ZodType, T>(input: S, is: Answer<T>): Command<S, T> {
  return { input, answer: is };
}
