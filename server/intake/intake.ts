/** For Nest: `@Inject(INTAKE) intake: IntakeDeps`, what `submitRecord` needs. */
export const INTAKE = Symbol('intake')
/** For Nest, optional and given by a global module: the process engine's `ProcessStarter`. */
export const PROCESS_STARTER = Symbol('process starter')
