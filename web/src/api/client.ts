/** The one way to the server: JSON in and out, the CSRF token, and problems as errors. */
import type { FieldProblem, Problem } from "./types";

const BASE = "/api/v1";
const SAFE = new Set(["GET", "HEAD"]);

/** A refusal by the server, or no answer at all (status 0). The app translates `code`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly fields: FieldProblem[];

  constructor(problem: Pick<Problem, "status" | "code"> & Partial<Problem>) {
    super(problem.code);
    this.name = "ApiError";
    this.status = problem.status;
    this.code = problem.code;
    this.params = problem.params ?? {};
    this.fields = problem.errors ?? [];
  }
}

let csrfToken = "";
let onSignedOut: () => void = () => {};
let skewMs = 0;

/** Remember the token that unsafe methods must send. */
export function rememberToken(token: string): void {
  csrfToken = token;
}

/** What to do when the server says that the session is over. */
export function whenSignedOut(action: () => void): void {
  onSignedOut = action;
}

/** The server's clock, for timers: a PC that is ten minutes off must not show a call of −10:00. */
export function serverNow(): number {
  return Date.now() + skewMs;
}

function learnClock(response: Response): void {
  const stamp = Date.parse(response.headers.get("Date") ?? "");
  if (Number.isNaN(stamp)) return;
  const skew = stamp - Date.now();
  skewMs = Math.abs(skew) > 2_000 ? skew : 0;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

function queryString(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  if (pairs.length === 0) return "";
  return `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}

async function readProblem(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return new ApiError({ ...problem, status: response.status, code: problem.code ?? "error" });
  } catch {
    return new ApiError({ status: response.status, code: "error" });
  }
}

const SHORT = 4_000;
const isShort = (body: BodyInit | undefined): boolean =>
  body === undefined || (typeof body === "string" && body.length < SHORT);

interface Options {
  query?: Query | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

const underWay = new Map<string, Promise<unknown>>();

/**
 * Send one request. Raises ApiError; `T` is the shape the operation answers with.
 *
 * A change that is asked for again, word for word, before it was answered is the same one: two
 * clicks in one frame find no button off yet, and must not make two of anything.
 */
export function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const { body, query, signal } = options;
  if (SAFE.has(method) || body instanceof FormData || signal) return send<T>(method, path, options);
  const key = JSON.stringify([method, path, query, body]);
  const same = underWay.get(key);
  if (same) return same as Promise<T>;
  const sent = send<T>(method, path, options).finally(() => underWay.delete(key));
  underWay.set(key, sent);
  return sent;
}

async function send<T>(method: string, path: string, options: Options): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) {
    body = options.body;
  } else if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(options.body);
  }
  if (!SAFE.has(method)) headers["X-CSRF-Token"] = csrfToken;
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = body;
  // What was asked for is done though the page is left meanwhile; browsers take 64 KiB of all
  // such requests together.
  if (!SAFE.has(method) && isShort(body)) init.keepalive = true;
  if (options.signal) init.signal = options.signal;

  let response: Response;
  try {
    response = await fetch(`${BASE}${path}${queryString(options.query)}`, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError({ status: 0, code: "network" });
  }
  learnClock(response);
  if (!response.ok) {
    const problem = await readProblem(response);
    if (problem.status === 401 && path !== "/session") onSignedOut();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  request<T>("GET", path, { query, signal });
export const post = <T>(path: string, body?: unknown): Promise<T> =>
  request<T>("POST", path, { body });
export const put = <T>(path: string, body?: unknown): Promise<T> =>
  request<T>("PUT", path, { body });
export const patch = <T>(path: string, body?: unknown): Promise<T> =>
  request<T>("PATCH", path, { body });
export const remove = <T>(path: string, query?: Query): Promise<T> =>
  request<T>("DELETE", path, { query });

/** Send a file as multipart, field `file`, with further text fields beside it. */
export function upload<T>(
  path: string,
  file: File,
  fields: Record<string, string> = {},
): Promise<T> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return post<T>(path, form);
}
