// The API's own description, as types: made by `npm run api` from docs/reference/openapi.json, and put here into the
// form that screens read. A route or field that is not described cannot be asked for.
import type { components, paths } from "./generated";

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Facts = { [key: string]: Value };

type Schemas = components["schemas"];

/**
 * A shape as it is answered: the server writes every key, and null where there is nothing; the description, which
 * serves requests too, calls such a key optional.
 */
export type Whole<T> = T extends readonly (infer Item)[]
  ? Whole<Item>[]
  : T extends object
    ? string extends keyof T
      ? unknown extends T[keyof T]
        ? Facts
        : { [key: string]: Whole<T[keyof T]> }
      : { [K in keyof T]-?: Whole<Exclude<T[K], undefined>> }
    : T;

/** A named shape of the description, as it is answered. */
export type Answered<Name extends keyof Schemas> = Whole<Schemas[Name]>;
/** A named shape of the description, as it is sent. */
export type Sent<Name extends keyof Schemas> = Schemas[Name];

export type Method = "get" | "post" | "put" | "patch" | "delete";

type Full<Path extends string> = `/api/v1${Path}`;
/** The paths, below the API's base, that know a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: P extends Full<infer Short> ? (paths[P][M & keyof paths[P]] extends { responses: object } ? Short : never) : never;
}[keyof paths];

export type Operation<M extends Method, P extends string> = Full<P> extends keyof paths ? paths[Full<P>][M & keyof paths[Full<P>]] : never;

type JsonOf<R> = R extends { content: { "application/json": infer Body } } ? Body : never;
type Good<R> = { [Code in keyof R]: Code extends 200 | 201 | 202 ? JsonOf<R[Code]> : never }[keyof R];
/** What an operation answers, when it does. */
export type AnswerOf<O> = O extends { responses: infer R } ? Whole<Good<R>> : never;

type Given<O, Place extends "path" | "query"> = O extends { parameters: infer All } ? (Place extends keyof All ? NonNullable<All[Place]> : never) : never;
type Loose<T> = { [K in keyof T]?: T[K] | null | undefined };
type BodyOf<O> = O extends { requestBody: { content: { "application/json": infer Body } } } ? { json: Body } : unknown;

/** What a call of the operation must bring: its path's parts, its body; and what it may: its query. */
export type Asked<O> = ([Given<O, "path">] extends [never] ? unknown : { path: Given<O, "path"> }) &
  ([Given<O, "query">] extends [never] ? unknown : { query?: Loose<Given<O, "query">> }) &
  BodyOf<O>;
