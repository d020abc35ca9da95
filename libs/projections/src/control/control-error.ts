/**
 * An operator's command was not carried out. Codes of the control itself:
 *
 * - `projection_not_found`: no running service has such a projection.
 * - `no_active_replica`: there are replicas, but none that leads the projection now.
 * - `replica_lost`: the replica that worked fell silent. What it left over is removed by the next rebuild.
 * - `cancelled`: as asked.
 *
 * Others are the code of what failed at the replica: `operation_running`, `projection_fold_failed`, …
 */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
