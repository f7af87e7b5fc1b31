/** Addresses of the stack that test/stack.setup.ts started, in the form services take them. */
export function testEnvironment(): { DATABASE_URL: string; REDIS_URL: string; KAFKA_BROKERS: string } {
  return {
    DATABASE_URL: required('DATABASE_URL'),
    REDIS_URL: required('REDIS_URL'),
    KAFKA_BROKERS: required('KAFKA_BROKERS'),
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set: this test needs the stack that "npx jest --selectProjects integration" starts`,
  );
}
