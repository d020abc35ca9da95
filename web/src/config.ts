/** Whether this is Next's development server. */
export const isDevelopment = process.env.NODE_ENV === 'development';
