/** For Nest: `@Inject(INTAKE) intake: IntakeDeps`, what `submitRecord` needs. */
export const INTAKE = Symbol('intake')
