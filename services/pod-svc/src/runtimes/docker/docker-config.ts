import { z } from 'zod';
import { isPool } from './subnets.ts';

/** Keys of the configuration that only the runtime "docker" reads. */
export const dockerConfigShape = {
  /**
   * Containers that talk to pods, separated by commas: container names, or service names of a Compose file. Absent where
   * Podium itself runs on the machine and not in containers.
   */
  PODIUM_DOCKER_MEMBERS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    )
    .optional(),
  /** Network (CIDR) out of which each project gets one of 16 addresses. */
  PODIUM_DOCKER_SUBNETS: z
    .string()
    .refine(isPool, 'must be a network such as 10.213.0.0/16, with a length of 8 to 28')
    .default('10.213.0.0/16'),
};
