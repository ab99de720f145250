/** JSON as it comes from outside: what may cross every boundary of the app (structured-cloneable, no classes). */
export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}
