import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG } from '@podium/service-kit';
import type { GatewayConfig } from './config.ts';
import { EndedSignIns } from './identity/ended-sign-ins.ts';
import { oidcSettings } from './identity/oidc-settings.ts';
import { FactFeed } from './live/fact-feed.ts';
import { Memberships } from './members/memberships.ts';
import { OutcomeReader } from './requests/outcome-reader.ts';
import { OutcomeWaiters } from './requests/outcome-waiters.ts';
import { ProjectDirectory } from './requests/project-directory.ts';
import { Ranks } from './requests/ranks.ts';

/** Starts reading the log before the first request can come, and ends it with the application. */
@Injectable()
export class Readers implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(FactFeed) private readonly feed: FactFeed,
    @Inject(OutcomeReader) private readonly outcomes: OutcomeReader,
    @Inject(OutcomeWaiters) private readonly waiters: OutcomeWaiters,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
    @Inject(Ranks) private readonly ranks: Ranks,
    @Inject(Memberships) private readonly memberships: Memberships,
    @Inject(EndedSignIns) private readonly endedSignIns: EndedSignIns,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    this.feed.onFacts((facts) => this.directory.observe(facts));
    this.feed.onFacts((facts) => this.ranks.observe(facts));
    this.feed.onFacts((facts) => this.waiters.observe(facts));
    await Promise.all([this.feed.start(), this.outcomes.start()]);
    await this.memberships.start();
    if (oidcSettings(this.config)) await this.endedSignIns.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.memberships.stop();
    await Promise.all([this.feed.stop(), this.outcomes.stop(), this.endedSignIns.stop()]);
  }
}
