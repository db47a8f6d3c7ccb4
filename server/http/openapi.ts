import { z } from 'zod'
import { schemaOf } from './input.js'
import type { Route } from './routes.js'

/** OpenAPI 3.1 from the route table and the schemas that check the bodies: it cannot say anything else than what runs. */
export function openApi(routes: Route[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes.filter(route => route.path.startsWith('/api/v1/'))) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Formloom', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'formloom' } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'status', 'code', 'problems', 'request'],
          properties: {
            type: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            problems: {
              type: 'array',
              items: {
                type: 'object',
                properties: { code: { type: 'string' }, at: { type: 'string' }, params: { type: 'object' } },
              },
            },
            params: { type: 'object' },
            request: { type: 'string' },
          },
        },
      },
    },
  }
}

function operation(route: Route): object {
  const body = schemaOf(route.handler, 'body')
  const query = schemaOf(route.handler, 'query')
  const asked = query ? (schemaText(query) as { properties?: Record<string, object>; required?: string[] }) : {}
  const inPath = [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(asked.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: asked.required?.includes(name) ?? false,
    schema,
  }))
  return {
    operationId: `${route.controller.replace(/Controller$/, '')}_${route.handler.name}`,
    tags: [route.path.split('/')[3] ?? 'api'],
    ...(route.access === 'anonymous' || route.access === 'link' ? {} : { security: [{ session: [] }] }),
    parameters: [...inPath, ...inQuery],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaText(body) } } } } : {}),
    responses: {
      '2XX': { description: 'Done' },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

const schemaText = (schema: z.ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  return rest
}
