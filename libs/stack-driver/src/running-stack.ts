/** What a test of the whole product needs of a stack, whoever has started it. */
export interface StackUnderTest {
  /** Without a slash at its end. */
  readonly url: string;
  /** What its gateway asks for; undefined where it asks for nothing. */
  readonly accessToken?: string | undefined;
  /** Text of a file of a project's workspace; null where there is none. */
  readFile(projectId: string, path: string): Promise<string | null>;
}

/** A stack that somebody else has started, for example with Docker Compose, known by its address alone. */
export class RunningStack implements StackUnderTest {
  readonly url: string;
  readonly accessToken: string | undefined;

  constructor(url: string, accessToken?: string) {
    this.url = url.replace(/\/$/, '');
    this.accessToken = accessToken;
  }

  /** As `PODIUM_E2E_URL` and `PODIUM_E2E_TOKEN` say; undefined without them. */
  static fromEnvironment(env: NodeJS.ProcessEnv = process.env): RunningStack | undefined {
    const { PODIUM_E2E_URL: url, PODIUM_E2E_TOKEN: token } = env;
    return url ? new RunningStack(url, token || undefined) : undefined;
  }

  /** @throws Error where it answers neither with the file nor with 404 */
  async readFile(projectId: string, path: string): Promise<string | null> {
    const response = await fetch(`${this.url}/api/projects/${projectId}/workspace?path=${encodeURIComponent(path)}`, {
      headers: this.accessToken === undefined ? {} : { Authorization: `Bearer ${this.accessToken}` },
    });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`The workspace of ${projectId} answered ${response.status}.`);
    return ((await response.json()) as { content: string }).content;
  }
}
