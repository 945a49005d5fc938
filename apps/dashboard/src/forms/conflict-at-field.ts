import { ApiError, toApiError } from '#/api/api-error.ts';

const CONFLICT = 409;

/** What the api answers where somebody else has a name already, at the field that holds the name. */
export function conflictAtField(error: unknown, field: string): ApiError {
  const problem = toApiError(error);
  if (problem.status !== CONFLICT || problem.fields.length > 0) return problem;
  return new ApiError(problem.message, problem.status, [{ path: field, message: problem.message }]);
}
