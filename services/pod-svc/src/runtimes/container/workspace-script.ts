/** Where the image has the project that comes with Podium. */
export const samplePath = '/opt/podium/sample';

/** Exit codes of the script, told apart because the person gets another sentence for each. */
export const workspaceExit = { cloneFailed: 10, cloneTimeout: 11, urlInvalid: 12, sampleMissing: 13 } as const;

/** What the script reads from its environment. */
export const workspaceVariable = {
  source: 'PODIUM_WORKSPACE_SOURCE',
  repositoryUrl: 'PODIUM_REPOSITORY_URL',
  cloneTimeoutSeconds: 'PODIUM_CLONE_TIMEOUT_SECONDS',
  /** Folder that keeps the project's files and OpenCode's own. */
  volume: 'PODIUM_VOLUME',
  sample: 'PODIUM_SAMPLE',
} as const;

/**
 * Makes workspace and home on the project's volume where there are none, as the local runtime does: a workspace appears
 * complete or not at all, its first commit is what differences are shown against, and OpenCode's seeded configuration
 * folder keeps it from running `npm install`. `.opencode/` of a clone stays out of the work tree, because OpenCode runs
 * plugins that it finds there. What the script writes last becomes the termination message of its container.
 */
export const workspaceScript = `set -euo pipefail
cd "$PODIUM_VOLUME"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0
home="$PODIUM_VOLUME/home"
mkdir -p "$home/config/opencode/node_modules"
printf '%s' '{"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}' > "$home/config/opencode/package-lock.json"
printf '[user]\\n\\tname = Podium\\n\\temail = agent@podium.invalid\\n[init]\\n\\tdefaultBranch = main\\n' > "$home/.gitconfig"
rm -rf unfinished git-template
if [ -n "$(ls -A workspace 2>/dev/null)" ]; then exit 0; fi
commit() {
  cd unfinished
  git init --quiet --initial-branch=main --template=
  git add --all
  git -c user.name=Podium -c user.email=podium@podium.invalid -c commit.gpgSign=false \\
    commit --quiet --allow-empty --message "$1"
  cd ..
}
case "$PODIUM_WORKSPACE_SOURCE" in
  clone)
    case "$PODIUM_REPOSITORY_URL" in
      https://* | ssh://* | git@*) ;;
      *) echo 'The repository URL must begin with https://, ssh:// or git@.' >&2; exit 12 ;;
    esac
    mkdir -p git-template/info
    printf '/*\\n!.opencode/\\n!opencode.json\\n!opencode.jsonc\\n' > git-template/info/sparse-checkout
    export GIT_ALLOW_PROTOCOL=https:ssh GIT_HTTP_LOW_SPEED_LIMIT=1000 GIT_HTTP_LOW_SPEED_TIME=60
    export GIT_SSH_COMMAND='ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new'
    code=0
    timeout "$PODIUM_CLONE_TIMEOUT_SECONDS" git -c core.hooksPath=/dev/null clone --quiet \\
      --template="$PODIUM_VOLUME/git-template" --config core.sparseCheckout=true \\
      --config core.sparseCheckoutCone=false -- "$PODIUM_REPOSITORY_URL" unfinished || code=$?
    if [ "$code" = 124 ]; then exit 11; fi
    if [ "$code" != 0 ]; then exit 10; fi
    git -C unfinished sparse-checkout reapply
    ;;
  sample)
    if [ ! -d "$PODIUM_SAMPLE" ]; then echo "The image has no folder $PODIUM_SAMPLE" >&2; exit 13; fi
    cp -R "$PODIUM_SAMPLE" unfinished
    commit 'Sample project'
    ;;
  *)
    mkdir unfinished
    commit 'Empty workspace'
    ;;
esac
[ ! -d workspace ] || rmdir workspace
rm -rf git-template
mv unfinished workspace
`;
