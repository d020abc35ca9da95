/** Why a backup can't be made or put back; see `code`. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code:
    | 'backup_unreadable'
    | 'backup_incomplete'
    | 'backup_damaged'
    | 'log_not_empty'
    | 'snapshot_failed'
    | 'restore_failed';

  constructor(code: BackupError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
