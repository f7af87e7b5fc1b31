import { HttpException } from '@nestjs/common';

/** A refusal in the form of RFC 9457 (problem+json): `type` is a stable name, `detail` says what to do. */
export class ProblemException extends HttpException {
  constructor(
    status: number,
    type: string,
    title: string,
    detail: string,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super({ type: `urn:tongbu:problem:${type}`, title, status, detail, ...more }, status);
  }
}
