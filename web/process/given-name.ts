/** The name of an element as people gave it; '' where it only has its id (the server fills in the id). */
export const givenName = ({ name, element }: { name: string; element: string }): string => (name === element ? '' : name)
