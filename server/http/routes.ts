import { RequestMethod } from '@nestjs/common'
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js'
import type { ModulesContainer } from '@nestjs/core'

/** Where people/access.ts writes who may call a route. */
export const ACCESS = 'formloom:access'

export interface Route {
  method: string
  /** As Nest knows it: /api/v1/users/:id */
  path: string
  access: 'anonymous' | 'link' | 'user' | 'admin'
  controller: string
  handler: object & { name: string }
}

/** Every route of every controller. The tests walk it, openapi.json is made from it. */
export function routeTable(modules: ModulesContainer): Route[] {
  const controllers = new Set(
    [...modules.values()].flatMap(module => [...module.controllers.values()].map(wrapper => wrapper.metatype as Controller)),
  )
  return [...controllers].flatMap(routesOf).sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
}

type Controller = { name: string; prototype: Record<string, Route['handler']> }

function routesOf(controller: Controller): Route[] {
  const base = pathsOf(controller)
  return Object.getOwnPropertyNames(controller.prototype)
    .filter(name => name !== 'constructor')
    .map(name => controller.prototype[name]!)
    .filter(handler => typeof handler === 'function' && Reflect.hasMetadata(PATH_METADATA, handler))
    .flatMap(handler =>
      base.flatMap(start =>
        pathsOf(handler).map(end => ({
          method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
          path: `/${[start, end]
            .map(part => part.replace(/^\/|\/$/g, ''))
            .filter(Boolean)
            .join('/')}`,
          access:
            ((Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as Route['access'] | undefined) ??
            'user',
          controller: controller.name,
          handler,
        })),
      ),
    )
}

const pathsOf = (target: object): string[] =>
  [Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined].flat().map(path => path ?? '')
