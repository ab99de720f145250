/**
 * From a judged request to its answer on the wire: what the profile switches off, delays or breaks on purpose, then the
 * route's endpoint. Knows Fastify's request and reply; endpoints do not.
 */
import { type ParsedUrlQuery, parse as parseQuery } from 'node:querystring';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChangeSource } from '../../../shared/domain/directory.ts';
import { type FaultRule, ruleSentence, type ServerProfile } from '../../../shared/domain/server-profile.ts';
import type { Directory } from '../directory/directory.ts';
import type { ScimCall } from './call.ts';
import { beginCapture, type Capture } from './exchange-recorder.ts';
import type { FaultRules } from './fault-rules.ts';
import { parseBody } from './json-guard.ts';
import { errorAnswer, type ScimAnswer } from './messages.ts';
import { baseUrlOf } from './request-checks.ts';
import type { Route } from './routes.ts';
import { send } from './sending.ts';

declare module 'fastify' {
  interface FastifyRequest {
    capture: Capture | null;
  }
}

export interface AnswerParts {
  readonly directory: Directory;
  readonly profile: () => ServerProfile;
  readonly faults: FaultRules;
}

export function captureOf(request: FastifyRequest): Capture {
  request.capture ??= beginCapture(Date.now());
  return request.capture;
}

export function answerRoute(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AnswerParts,
): undefined | Promise<void> {
  const profile = parts.profile();
  const rule = profile.faults.length === 0 ? null : parts.faults.due(profile, route);
  if (rule !== null || profile.latencyMs > 0)
    return answerLate(route, request, reply, { parts, profile, rule });
  const answer = handle(route, request, parts.directory, profile);
  if (answer instanceof Promise) return answer.then((a) => deliver(request, reply, a));
  deliver(request, reply, answer);
  return undefined;
}

/** As a proxy answers whose server is gone: no JSON. */
const brokenGateway: ScimAnswer = {
  status: 200,
  body: '<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>',
  contentType: 'text/html; charset=utf-8',
};

function cutOff(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}

async function answerLate(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  { parts, profile, rule }: { parts: AnswerParts; profile: ServerProfile; rule: FaultRule | null },
): Promise<void> {
  const extra = rule?.effect.kind === 'delay' ? rule.effect.ms : 0;
  if (profile.latencyMs + extra > 0) await pause(profile.latencyMs + extra);
  if (rule !== null) captureOf(request).notes.push(`Fault rule: ${ruleSentence(rule)}`);
  switch (rule?.effect.kind) {
    case 'status': {
      const { status, retryAfter } = rule.effect;
      const headers = retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
      const words = `A fault rule of Rollcall: ${ruleSentence(rule)}`;
      return send(reply, errorAnswer(status, words, undefined, headers), captureOf(request));
    }
    case 'not-json':
      return send(reply, brokenGateway, captureOf(request));
    case 'lose':
      await handle(route, request, parts.directory, profile);
      return cutOff(request, reply);
    case 'drop':
      return cutOff(request, reply);
    default:
      return deliver(request, reply, await handle(route, request, parts.directory, profile));
  }
}

function handle(
  route: Route,
  request: FastifyRequest,
  directory: Directory,
  profile: ServerProfile,
): ScimAnswer | Promise<ScimAnswer> {
  const { id = '' } = request.params as { id?: string };
  const capture = captureOf(request);
  if (route.about !== null) capture.about = { type: route.about, id };
  if (route.method === 'PATCH' && !profile.patch) return errorAnswer(501, 'PATCH is not supported.');
  return route.handle(directory, callOf(request, capture, id, { directory, profile }));
}

/** Sends an endpoint's answer and keeps for the log whom it was about. */
function deliver(request: FastifyRequest, reply: FastifyReply, answer: ScimAnswer): void {
  const capture = captureOf(request);
  capture.resourceId = answer.resourceId ?? null;
  capture.named = answer.named ?? null;
  send(reply, answer, capture);
}

const noQuery: ParsedUrlQuery = {};

/** Node's own reading of a query, a fifth of the cost of URLSearchParams; the header block bounds how many there are. */
function queryOf(target: string): ParsedUrlQuery {
  const mark = target.indexOf('?');
  return mark < 0 ? noQuery : parseQuery(target.slice(mark + 1), '&', '=', { maxKeys: 0 });
}

function callOf(
  request: FastifyRequest,
  capture: Capture,
  id: string,
  { directory, profile }: { directory: Directory; profile: ServerProfile },
): ScimCall {
  const { raw } = request;
  const source: ChangeSource = {
    kind: 'token',
    tokenId: capture.tokenId ?? '',
    tokenName: capture.tokenName ?? '',
    userAgent: raw.headers['user-agent'] ?? null,
  };
  return {
    id,
    query: queryOf(raw.url ?? ''),
    body: () => parseBody(typeof request.body === 'string' ? request.body : ''),
    base: baseUrlOf(raw),
    source,
    ifMatch: raw.headers['if-match'],
    ifNoneMatch: raw.headers['if-none-match'],
    schemas: directory.schemas(),
    profile,
    notes: capture.notes,
  };
}
