import type { GaugeReader, ServiceDependencies } from '@podium/service-kit';
import type { GatewayConfig } from '../config.ts';
import { boardGauges } from './board-gauges.ts';
import { logGauges } from './log-gauges.ts';
import { natsGauges } from './nats-gauges.ts';

/** What the gateway tells a monitoring system for the whole of Podium: all its replicas tell the same. */
export function gatewayGauges({ nats, dataSource, config, logger }: ServiceDependencies<GatewayConfig>): GaugeReader[] {
  return [...boardGauges(dataSource), ...logGauges(nats), ...natsGauges(config.NATS_MONITOR_URLS, logger)];
}
