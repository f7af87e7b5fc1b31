/** What Postgres itself said of a statement that failed, as TypeORM hands it on; nothing where it was somebody else who failed. */
export function postgresErrorOf(error: unknown): { readonly code?: unknown; readonly routine?: unknown } {
  return (error as { readonly driverError?: object }).driverError ?? {};
}
