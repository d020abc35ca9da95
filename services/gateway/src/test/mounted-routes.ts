import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, MODULE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { GatewayModule } from '../gateway.module.ts';

/** What Nest mounts, as `get /api/projects/{projectId}`, sorted: read from Nest's own metadata. */
export function mountedRoutes(): string[] {
  const controllers = Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, GatewayModule) as Type[];
  const routes = controllers.flatMap((controller) => {
    const prefix = Reflect.getMetadata(PATH_METADATA, controller) as string;
    const methods = Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).map(
      ({ value }) => value as object,
    );
    return methods.flatMap((method) => {
      const verb =
        typeof method === 'function'
          ? (Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined)
          : undefined;
      if (verb === undefined) return [];
      const path = Reflect.getMetadata(PATH_METADATA, method) as string;
      return [`${RequestMethod[verb].toLowerCase()} /${prefix}${path.replace(/:(\w+)/g, '{$1}')}`];
    });
  });
  return routes.sort();
}
