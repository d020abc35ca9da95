import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Metrics } from './metrics.ts';

/** `GET /metrics`, in the text format of Prometheus. */
@Controller()
export class MetricsController {
  readonly #metrics: Metrics;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.#metrics = metrics;
  }

  @Get('metrics')
  async get(@Res() response: Response): Promise<void> {
    response.setHeader('Content-Type', this.#metrics.contentType);
    response.end(await this.#metrics.text());
  }
}
