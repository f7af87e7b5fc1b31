import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { CodedError, isRetriable } from './errors';

const coded = (code: string) => Object.assign(new Error('x'), { code });

it.each([
  ['our own retriable error', new CodedError('c', 'm', true), true],
  ['our own permanent error', new CodedError('c', 'm', false), false],
  ['a refused connection', coded('ECONNREFUSED'), true],
  ['a database that shuts down', coded('57P01'), true],
  ['a deadlock', coded('40P01'), true],
  [
    'a query error that wraps a lost connection',
    Object.assign(new Error('x'), { driverError: coded('08006') }),
    true,
  ],
  ['a connection that ended under a query', new Error('Connection terminated unexpectedly'), true],
  [
    'a connection that ended between two statements of a transaction',
    new QueryRunnerAlreadyReleasedError(),
    true,
  ],
  [
    'a connection that ended before the next query',
    new Error('Client has encountered a connection error and is not queryable'),
    true,
  ],
  ['an answer of the database that did not come', new Error('Query read timeout'), true],
  ['a unique violation', coded('23505'), false],
  ['a mistake in our code', new TypeError('x is not a function'), false],
  ['something that is no error', 'text', false],
])('%s', (_, error, expected) => {
  expect(isRetriable(error)).toBe(expected);
});
