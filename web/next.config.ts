import path from 'node:path';
import type { NextConfig } from 'next';

const repositoryRoot = path.join(import.meta.dirname, '..');

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Hundreds of small answers pass through the gateway, which compresses where it pays.
  compress: false,
  turbopack: { root: repositoryRoot },
  outputFileTracingRoot: repositoryRoot,
  // Pages come from loopback; the cross-origin check of the development server needs the name.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
};

export default config;
